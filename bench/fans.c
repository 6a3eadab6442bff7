// Many readers of server-sent events in one cheap process: what each got, when, and what it missed.
//
//   fans HOST PORT CLIENTS --path P [--path P …] [--rate N] [--id EPOCH:SEQ] [--raw FILE]
//        [--trickle BYTES] [--rcvbuf BYTES]
//
// Clients take the paths in turn; what each lacks is reckoned against what its path told. A message carries "T=<19 digits>;S=<8 digits>;" in its data: when it
// was sent (CLOCK_MONOTONIC, ns) and its number. Words on stdin, a line of JSON on stdout for each:
//   (none)  once all have been tried: how many are open
//   count   how far they are
//   drop    all leave at one moment and come back at once, each with its own Last-Event-ID;
//           answered when each has had a message sent after its stream had opened again
//   stop    the figures; with --raw also every delivery as three numbers of 64 bits:
//           received (ns), sent (ns), client << 32 | number
// With --trickle a client reads so many bytes a second (0: none at all), and comes back when cut off.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define PATHS 64
#define NUMBERS 65536               // messages told apart in one run
#define BLOCK (256 << 10)           // bytes read at once
#define LONGEST (1 << 20)           // of one event, unfinished
#define EVENTS 1024
#define IN_FLIGHT 200               // connections being made while the crowd gathers
#define AT_ONCE 256                 // connections begun between two looks at the sockets, in a storm
#define RETRY_NS 200000000ull       // a client that was turned away in a storm waits this long
#define STORM_NS 60000000000ull     // and the storm is given up after this
#define CONTROL UINT32_MAX

enum state { IDLE, CONNECTING, HEAD, OPEN, WAITING, CLOSED };
enum chunk { SIZE, BODY, TAIL };

typedef struct {
  int fd;
  enum state state;
  enum chunk chunk;
  int chunked;
  uint64_t left;                    // of the chunk
  char *carry;                      // an event that has not ended yet
  uint32_t held, room;
  char id[48];                      // last id, as it came
  uint64_t point;                   // its number
  uint64_t due, opened, caught;
  uint32_t last, allowance;
  int any;
  uint64_t *seen;
} client;

typedef struct { uint64_t received, sent, who; } delivery;

static client *clients;
static int count_clients, paths, epoll;
static const char *path[PATHS], *first_id = "", *raw_file;
static struct sockaddr_in server;
static int trickle = -1, receive_buffer;
static double rate = 2000;
static delivery *deliveries;
static size_t delivered, deliveries_room;
static uint64_t missed_on[PATHS], doubled_on[PATHS];
static uint64_t bytes, frames, resyncs, disordered, stale_ids, epochs, beyond;
static int failed, refused, closed_early, retries, opened_now;
static uint64_t storm_began;
static int reconnecting, waiting;
static char buffer[BLOCK + LONGEST];

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000ull + (uint64_t)t.tv_nsec;
}

static void die(const char *what) {
  perror(what);
  exit(1);
}

static void *must(void *memory) {
  if (!memory) die("fans: memory");
  return memory;
}

static uint64_t digits(const char *p, int n) {
  uint64_t value = 0;
  for (int i = 0; i < n; i++) {
    if (p[i] < '0' || p[i] > '9') return UINT64_MAX;
    value = value * 10 + (uint64_t)(p[i] - '0');
  }
  return value;
}

// ---- what an event says

static void note(client *k, uint64_t sent, uint32_t number, uint64_t at) {
  if (delivered == deliveries_room) {
    deliveries_room = deliveries_room ? deliveries_room * 2 : 1 << 20;
    deliveries = must(realloc(deliveries, deliveries_room * sizeof *deliveries));
  }
  deliveries[delivered++] = (delivery){at, sent, (uint64_t)(k - clients) << 32 | number};
  if (number >= NUMBERS) {
    beyond++;
  } else {
    uint64_t bit = 1ull << (number & 63);
    if (k->seen[number >> 6] & bit) doubled_on[(k - clients) % paths]++;
    k->seen[number >> 6] |= bit;
  }
  if (k->any && number < k->last) disordered++;
  if (!k->any || number > k->last) k->last = number;
  k->any = 1;
  if (storm_began && !k->caught && k->opened && sent >= k->opened) k->caught = at;
}

static int stamps(client *k, const char *p, const char *end, uint64_t at) {
  int found = 0;
  while (end - p >= 33 && (p = memmem(p, (size_t)(end - p), "T=", 2)) && end - p >= 33) {
    uint64_t sent = digits(p + 2, 19), number = digits(p + 24, 8);
    if (memcmp(p + 21, ";S=", 3) == 0 && p[32] == ';' && sent != UINT64_MAX && number != UINT64_MAX) {
      note(k, sent, (uint32_t)number, at);
      found++;
      p += 33;
    } else {
      p += 2;
    }
  }
  return found;
}

// The point of an event. With data it must be a later one than the last of the same epoch.
static void point(client *k, const char *p, const char *end, int data) {
  const char *colon = memrchr(p, ':', (size_t)(end - p));
  size_t length = (size_t)(end - p);
  if (!colon || length >= sizeof k->id) return;
  uint64_t seq = strtoull(colon + 1, NULL, 10);
  size_t name = (size_t)(colon - p);
  int same = strlen(k->id) > name && k->id[name] == ':' && memcmp(k->id, p, name) == 0;
  if (k->id[0] && !same) epochs++;
  if (same && (seq < k->point || (data && seq == k->point))) stale_ids++;
  memcpy(k->id, p, length);
  k->id[length] = 0;
  k->point = seq;
}

static const char *value_of(const char *line, const char *end, const char *field) {
  size_t n = strlen(field);
  if ((size_t)(end - line) < n || memcmp(line, field, n)) return NULL;
  line += n;
  return line < end && *line == ' ' ? line + 1 : line;
}

static void event(client *k, const char *p, const char *end, uint64_t at) {
  const char *id = NULL, *id_end = NULL;
  int data = 0;
  while (p < end) {
    const char *line_end = memchr(p, '\n', (size_t)(end - p)), *value;
    if (!line_end) line_end = end;
    if ((value = value_of(p, line_end, "data:"))) {
      stamps(k, value, line_end, at);
      data = 1;
    } else if ((value = value_of(p, line_end, "id:"))) {
      id = value, id_end = line_end;
    } else if ((value = value_of(p, line_end, "event:")) && value_of(value, line_end, "resync")) {
      resyncs++;
    }
    p = line_end + 1;
  }
  frames += (uint64_t)data;
  if (id) point(k, id, id_end, data);
}

// ---- bytes to events

// Takes the chunks' framing out, in place; gives the new end, NULL for what is no chunk.
static char *unchunk(client *k, char *p, char *end) {
  char *out = p;
  while (p < end) {
    if (k->chunk == BODY) {
      size_t n = (size_t)(end - p) < k->left ? (size_t)(end - p) : (size_t)k->left;
      memmove(out, p, n);
      out += n, p += n, k->left -= n;
      if (!k->left) k->chunk = TAIL;
    } else if (k->chunk == TAIL) {
      if (*p++ == '\n') k->chunk = SIZE;
    } else if (*p == '\n') {
      p++;
      if (!k->left) return NULL;
      k->chunk = BODY;
    } else if (*p == '\r') {
      p++;
    } else {
      int c = *p++ | 0x20, digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
      if (digit < 0) return NULL;
      k->left = k->left * 16 + (uint64_t)digit;
    }
  }
  return out;
}

static void hold(client *k, const char *p, const char *end) {
  uint32_t n = (uint32_t)(end - p);
  if (n > k->room) {
    k->room = n < 1024 ? 1024 : n * 2;
    k->carry = must(realloc(k->carry, k->room));
  }
  memcpy(k->carry, p, n);
  k->held = n;
}

// Reads the head of an answer. Gives where the body begins, NULL when more must come, and -1 in *bad.
static char *head(client *k, char *p, char *end, int *bad) {
  char *stop = memmem(p, (size_t)(end - p), "\r\n\r\n", 4);
  if (!stop) return NULL;
  if (end - p < 12 || memcmp(p + 8, " 200", 4)) {
    *bad = 1;
    return NULL;
  }
  stop[2] = 0;
  k->chunked = strcasestr(p, "\r\nTransfer-Encoding: chunked") != NULL;
  k->chunk = SIZE, k->left = 0, k->state = OPEN, k->opened = now();
  opened_now++;
  return stop + 4;
}

static void leave(client *k, enum state next) {
  if (k->fd >= 0) close(k->fd);
  if (k->state == OPEN) opened_now--;
  k->fd = -1, k->state = next, k->held = 0;
  if (next == WAITING) waiting++, k->due = now() + RETRY_NS;
}

// A connection that ended, or was not given.
static void lost(client *k) {
  if (storm_began || trickle >= 0) {
    retries++;
    leave(k, WAITING);
    return;
  }
  int *of = k->state == OPEN ? &closed_early : &failed;
  if (!(*of)++)
    fprintf(stderr, "fans: the first to be %s: %s\n", of == &failed ? "turned away" : "cut off",
            errno ? strerror(errno) : "closed by the server");
  leave(k, CLOSED);
}

static void take(client *k) {
  if (k->held > LONGEST) {
    fprintf(stderr, "fans: an event of more than %d bytes\n", LONGEST);
    lost(k);
    return;
  }
  if (k->held) memcpy(buffer, k->carry, k->held);
  char *fresh = buffer + k->held;
  size_t want = BLOCK;
  if (trickle >= 0) want = k->allowance < BLOCK ? k->allowance : BLOCK;
  ssize_t got = recv(k->fd, fresh, want, 0);
  if (got < 0 && errno == EAGAIN) return;
  if (got <= 0) {
    if (!got) errno = 0;
    lost(k);
    return;
  }
  uint64_t at = now();
  bytes += (uint64_t)got;
  if (trickle >= 0) {  // what it reads is thrown away
    k->allowance -= (uint32_t)got;
    return;
  }
  char *p = buffer, *end = fresh + got;
  if (k->state == HEAD) {
    int bad = 0;
    p = head(k, buffer, end, &bad);
    if (bad) {
      refused++;
      lost(k);
      return;
    }
    if (!p) {
      hold(k, buffer, end);
      return;
    }
    fresh = p;
  }
  if (k->chunked && !(end = unchunk(k, fresh, end))) {
    fprintf(stderr, "fans: this is not chunked as it says\n");
    lost(k);
    return;
  }
  for (char *stop; p < end && (stop = memmem(p, (size_t)(end - p), "\n\n", 2)); p = stop + 2)
    event(k, p, stop, at);
  hold(k, p, end);
}

// ---- connections

static void begin(client *k) {
  int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) die("fans: socket (raise the limit of open files: ulimit -n)");
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (receive_buffer) setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  // Several addresses of this machine, so that ports do not run out when thousands come back.
  struct sockaddr_in own = {.sin_family = AF_INET};
  own.sin_addr.s_addr = htonl(0x7F000001u + (uint32_t)((k - clients) & 7));
  setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
  if (ntohl(server.sin_addr.s_addr) >> 24 == 127 && bind(fd, (void *)&own, sizeof own)) die("fans: bind");
  k->fd = fd, k->state = CONNECTING, k->held = 0, k->opened = 0;
  struct epoll_event ask = {.events = EPOLLOUT, .data.u32 = (uint32_t)(k - clients)};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &ask)) die("fans: epoll");
  if (connect(fd, (void *)&server, sizeof server) < 0 && errno != EINPROGRESS) lost(k);
}

static void request(client *k) {
  char text[2048];
  int error = 0;
  socklen_t size = sizeof error;
  getsockopt(k->fd, SOL_SOCKET, SO_ERROR, &error, &size);
  int n = snprintf(text, sizeof text,
                   "GET %s HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n%s%s%s\r\n",
                   path[(k - clients) % paths], k->id[0] ? "Last-Event-ID: " : "", k->id, k->id[0] ? "\r\n" : "");
  errno = error;
  if (error || send(k->fd, text, (size_t)n, MSG_NOSIGNAL) != n) {
    lost(k);
    return;
  }
  k->state = HEAD;
  struct epoll_event ask = {.events = EPOLLIN | EPOLLRDHUP, .data.u32 = (uint32_t)(k - clients)};
  if (trickle >= 0) {  // read by the clock, not when there is something
    ask.events = EPOLLRDHUP;
    k->state = OPEN, k->opened = now();
    opened_now++;
  }
  epoll_ctl(epoll, EPOLL_CTL_MOD, k->fd, &ask);
}

static void handle(client *k, uint32_t events) {
  if (k->fd < 0) return;
  if (k->state == CONNECTING) {
    if (events & (EPOLLOUT | EPOLLERR | EPOLLHUP)) request(k);
  } else if (trickle >= 0) {
    if (events & (EPOLLRDHUP | EPOLLERR | EPOLLHUP)) lost(k);
  } else {
    take(k);
  }
}

static void return_waiting(uint64_t at) {
  for (int i = 0; waiting && i < count_clients; i++)
    if (clients[i].state == WAITING && clients[i].due <= at) {
      waiting--;
      begin(&clients[i]);
    }
}

static void sip(void) {
  for (int i = 0; i < count_clients; i++) {
    clients[i].allowance = (uint32_t)trickle;
    if (clients[i].state == OPEN && trickle) take(&clients[i]);
  }
}

// ---- figures

static int by_size(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return x < y ? -1 : x > y;
}

// The nearest-rank percentile of sorted nanoseconds, as milliseconds.
static double percentile(const uint64_t *sorted, size_t n, double share) {
  if (!n) return 0;
  size_t rank = (size_t)(share * (double)n);
  if ((double)rank < share * (double)n) rank++;
  return (double)sorted[(rank ? rank : 1) - 1] / 1e6;
}

static double cpu_seconds(void) {
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
         (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static void say_count(const char *word, double seconds) {
  printf("{\"said\":\"%s\",\"clients\":%d,\"open\":%d,\"failed\":%d,\"refused\":%d,\"closed_early\":%d,"
         "\"retries\":%d,\"deliveries\":%zu,\"bytes\":%" PRIu64 ",\"cpu_s\":%.3f,\"seconds\":%.3f}\n",
         word, count_clients, opened_now, failed, refused, closed_early, retries, delivered, bytes,
         cpu_seconds(), seconds);
  fflush(stdout);
}

static void say_storm(void) {
  uint64_t *back = must(calloc((size_t)count_clients, 8)), *caught = must(calloc((size_t)count_clients, 8));
  size_t n = 0, m = 0;
  for (int i = 0; i < count_clients; i++) {
    if (clients[i].opened) back[n++] = clients[i].opened - storm_began;
    if (clients[i].caught) caught[m++] = clients[i].caught - storm_began;
  }
  qsort(back, n, 8, by_size);
  qsort(caught, m, 8, by_size);
  printf("{\"said\":\"drop\",\"began\":%" PRIu64 ",\"clients\":%d,\"back\":%zu,\"back_p50_ms\":%.1f,"
         "\"back_p99_ms\":%.1f,\"back_max_ms\":%.1f,\"caught\":%zu,\"caught_p50_ms\":%.1f,"
         "\"caught_p99_ms\":%.1f,\"caught_max_ms\":%.1f,\"retries\":%d,\"refused\":%d}\n",
         storm_began, count_clients, n, percentile(back, n, .5), percentile(back, n, .99),
         percentile(back, n, 1), m, percentile(caught, m, .5), percentile(caught, m, .99),
         percentile(caught, m, 1), retries, refused);
  fflush(stdout);
  free(back);
  free(caught);
}

typedef struct { uint32_t low, high, distinct, full; uint64_t missed, doubled, newest; double p50, p99, max; } account;

// Per message: who got it and the slowest; per client: what it lacks of all that was sent.
static account reckon(void) {
  account sum = {.low = UINT32_MAX};
  uint64_t *slowest = must(calloc(NUMBERS, 8));
  uint32_t *got = must(calloc(NUMBERS, 4)), low[PATHS], high[PATHS] = {0};
  memset(low, 0xFF, sizeof low);
  for (size_t i = 0; i < delivered; i++) {
    uint32_t number = (uint32_t)deliveries[i].who;
    if (number >= NUMBERS) continue;
    uint64_t late = deliveries[i].received - deliveries[i].sent;
    if (late > slowest[number]) slowest[number] = late;
    got[number]++;
    uint32_t on = (uint32_t)(deliveries[i].who >> 32) % (uint32_t)paths;
    if (number < low[on]) low[on] = number;
    if (number > high[on]) high[on] = number;
  }
  size_t n = 0;
  for (uint32_t s = 0; s < NUMBERS; s++)
    if (got[s]) {
      sum.full += got[s] == (uint32_t)count_clients;
      slowest[n++] = slowest[s];
    }
  sum.distinct = (uint32_t)n;
  qsort(slowest, n, 8, by_size);
  sum.p50 = percentile(slowest, n, .5), sum.p99 = percentile(slowest, n, .99), sum.max = percentile(slowest, n, 1);
  for (int i = 0; i < count_clients; i++) {
    int on = i % paths;
    sum.newest += clients[i].any && clients[i].last == high[on];
    for (uint32_t s = low[on]; s <= high[on]; s++) missed_on[on] += !(clients[i].seen[s >> 6] >> (s & 63) & 1);
  }
  for (int on = 0; on < paths; on++) {
    if (low[on] < sum.low) sum.low = low[on];
    if (high[on] > sum.high) sum.high = high[on];
    sum.missed += missed_on[on], sum.doubled += doubled_on[on];
  }
  free(slowest);
  free(got);
  return sum;
}

static void say_each(const char *name, const uint64_t *values) {
  printf("\"%s\":[", name);
  for (int on = 0; on < paths; on++) printf("%s%" PRIu64, on ? "," : "", values[on]);
  printf("]");
}

static void say_all(void) {
  account sum = reckon();
  uint64_t *late = must(malloc((delivered + 1) * 8));
  for (size_t i = 0; i < delivered; i++) late[i] = deliveries[i].received - deliveries[i].sent;
  qsort(late, delivered, 8, by_size);
  printf("{\"said\":\"stop\",\"clients\":%d,\"open\":%d,\"failed\":%d,\"refused\":%d,\"closed_early\":%d,"
         "\"retries\":%d,\"deliveries\":%zu,\"frames\":%" PRIu64 ",\"bytes\":%" PRIu64 ",\"messages\":%u,"
         "\"first\":%u,\"last\":%u,\"full\":%u,\"missed\":%" PRIu64 ",\"doubled\":%" PRIu64
         ",\"disordered\":%" PRIu64 ",\"stale_ids\":%" PRIu64 ",\"epochs\":%" PRIu64 ",\"resyncs\":%" PRIu64
         ",\"beyond\":%" PRIu64 ",\"newest\":%" PRIu64 ",\"p50_ms\":%.2f,\"p99_ms\":%.2f,\"p999_ms\":%.2f,"
         "\"max_ms\":%.2f,\"slowest_p50_ms\":%.2f,\"slowest_p99_ms\":%.2f,\"slowest_max_ms\":%.2f,"
         "\"cpu_s\":%.3f,",
         count_clients, opened_now, failed, refused, closed_early, retries, delivered, frames, bytes,
         sum.distinct, sum.distinct ? sum.low : 0, sum.high, sum.full, sum.missed, sum.doubled, disordered,
         stale_ids, epochs, resyncs, beyond, sum.newest, percentile(late, delivered, .5),
         percentile(late, delivered, .99), percentile(late, delivered, .999), percentile(late, delivered, 1),
         sum.p50, sum.p99, sum.max, cpu_seconds());
  say_each("missed_on", missed_on);
  printf(",");
  say_each("doubled_on", doubled_on);
  printf("}\n");
  fflush(stdout);
  free(late);
  if (!raw_file) return;
  FILE *out = fopen(raw_file, "wb");
  if (!out || fwrite(deliveries, sizeof *deliveries, delivered, out) != delivered || fclose(out)) die(raw_file);
}

// ---- the run

static void drop(void) {
  storm_began = now();
  retries = refused = 0;
  for (int i = 0; i < count_clients; i++) {
    if (clients[i].state == WAITING) waiting--;
    leave(&clients[i], IDLE);
    clients[i].opened = clients[i].caught = 0;
  }
  reconnecting = 1;
}

static int storm_over(uint64_t at) {
  if (at - storm_began > STORM_NS) return 1;
  for (int i = 0; i < count_clients; i++)
    if (!clients[i].caught) return 0;
  return 1;
}

// Gives 0 when it is time to go.
static int control(double seconds) {
  static char line[256];
  static size_t held;
  ssize_t n = read(0, line + held, sizeof line - held);
  if (n <= 0) return 0;
  held += (size_t)n;
  for (char *stop; (stop = memchr(line, '\n', held));) {
    *stop = 0;
    if (!strcmp(line, "stop")) return 0;
    if (!strcmp(line, "drop")) drop();
    else say_count(line, seconds);
    held -= (size_t)(stop + 1 - line);
    memmove(line, stop + 1, held);
  }
  return held < sizeof line;
}

static int settled(void) {
  int open = 0;
  for (int i = 0; i < count_clients; i++)
    open += clients[i].state == OPEN || clients[i].state == CLOSED || clients[i].state == WAITING;
  return open == count_clients;
}

static void run(void) {
  struct epoll_event events[EVENTS];
  uint64_t began = now(), last_look = began, last_sip = began;
  int begun = 0, tried = 0, going = 1;
  while (going) {
    uint64_t at = now();
    double elapsed = (double)(at - began) / 1e9;
    int budget = AT_ONCE;
    while (begun < count_clients && begun < elapsed * rate && begun - opened_now - failed - waiting < IN_FLIGHT)
      begin(&clients[begun++]);
    for (; reconnecting && budget && reconnecting <= count_clients; reconnecting++, budget--)
      begin(&clients[reconnecting - 1]);
    if (reconnecting > count_clients) reconnecting = 0;
    int n = epoll_wait(epoll, events, EVENTS, reconnecting ? 0 : begun < count_clients ? 1 : 20);
    for (int i = 0; i < n; i++)
      if (events[i].data.u32 == CONTROL) going = control(elapsed);
      else handle(&clients[events[i].data.u32], events[i].events);
    at = now();
    if (trickle >= 0 && at - last_sip >= 1000000000ull) sip(), last_sip = at;
    if (at - last_look < 20000000ull) continue;
    last_look = at;
    return_waiting(at);
    if (!tried && begun == count_clients && settled()) tried = 1, say_count("ready", elapsed);
    if (storm_began && !reconnecting && storm_over(at)) say_storm(), storm_began = 0;
  }
}

static void read_words(int argc, char **argv) {
  static const struct option options[] = {
      {"path", 1, 0, 'p'}, {"rate", 1, 0, 'r'}, {"id", 1, 0, 'i'}, {"raw", 1, 0, 'w'},
      {"trickle", 1, 0, 't'}, {"rcvbuf", 1, 0, 'b'}, {0, 0, 0, 0}};
  for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
    if (c == 'p' && paths < PATHS) path[paths++] = optarg;
    else if (c == 'r') rate = atof(optarg);
    else if (c == 'i') first_id = optarg;
    else if (c == 'w') raw_file = optarg;
    else if (c == 't') trickle = atoi(optarg);
    else if (c == 'b') receive_buffer = atoi(optarg);
    else exit(2);
  }
  if (argc - optind != 3 || !paths || (count_clients = atoi(argv[optind + 2])) <= 0 ||
      strlen(first_id) >= sizeof clients->id) {
    fprintf(stderr, "usage: fans HOST PORT CLIENTS --path P …; see the head of fans.c\n");
    exit(2);
  }
  server.sin_family = AF_INET;
  server.sin_port = htons((uint16_t)atoi(argv[optind + 1]));
  if (inet_pton(AF_INET, argv[optind], &server.sin_addr) != 1) {
    fprintf(stderr, "fans: HOST is an address like 127.0.0.1\n");
    exit(2);
  }
}

int main(int argc, char **argv) {
  read_words(argc, argv);
  clients = must(calloc((size_t)count_clients, sizeof *clients));
  uint64_t *seen = must(calloc((size_t)count_clients, NUMBERS / 8));
  for (int i = 0; i < count_clients; i++) {
    clients[i].fd = -1;
    clients[i].seen = seen + (size_t)i * (NUMBERS / 64);
    strcpy(clients[i].id, first_id);
  }
  if ((epoll = epoll_create1(EPOLL_CLOEXEC)) < 0) die("fans: epoll");
  struct epoll_event ask = {.events = EPOLLIN, .data.u32 = CONTROL};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, 0, &ask)) die("fans: stdin must be a pipe");
  run();
  say_all();
  return 0;
}
