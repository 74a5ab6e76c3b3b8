/*
 * A daemon that does nothing but answer, at once: what a client costs shows best beside it.
 *
 *     responder SOCKET
 *
 * One thread a connection. What comes in one read is answered with one write. Who has registered for events gets as many
 * as its domains are set to memory, at once, and as many a second as they are set to maximum memory.
 */
#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER = 1 << 20, HEADER = 28 };
enum { TYPE_CALL = 0, TYPE_REPLY = 1, TYPE_MESSAGE = 2, TYPE_CALL_WITH_FDS = 4 };
enum { REMOTE = 0x20008086, KEEPALIVE = 0x6b656570, PING = 1, PONG = 2 };
enum { FEATURE_KEEPALIVE = 10 };

/* Procedures of the remote program. */
enum {
    CONNECT_GET_TYPE = 3,
    DOMAIN_DESTROY = 12,
    DOMAIN_GET_INFO = 16,
    DOMAIN_LOOKUP_BY_NAME = 23,
    DOMAIN_SET_MAX_MEMORY = 30,
    DOMAIN_SET_MEMORY = 31,
    CONNECT_SUPPORTS_FEATURE = 60,
    AUTH_LIST = 66,
    CONNECT_GET_URI = 110,
    CONNECT_GET_LIB_VERSION = 157,
    DOMAIN_CREATE_XML_WITH_FILES = 309,
    CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY = 316,
    DOMAIN_EVENT_CALLBACK_LIFECYCLE = 318,
};

/* An event, and the events of a connection. */
enum { EVENT = HEADER + 4 + 12 + 16 + 4 + 8, EVENTS = 4096, CALLBACK = 1 };
struct events {
    /* That are to be sent at once. */
    uint64_t due;
    /* That are to be sent a second, and have been since then. */
    uint64_t rate, sent;
    double since;
};

static uint32_t get(const unsigned char *at)
{
    uint32_t word;
    memcpy(&word, at, 4);
    return ntohl(word);
}

static unsigned char *put(unsigned char *at, uint32_t word)
{
    word = htonl(word);
    memcpy(at, &word, 4);
    return at + 4;
}

static unsigned char *put_string(unsigned char *at, const char *text)
{
    size_t length = strlen(text);
    at = put(at, length);
    memset(at, 0, (length + 3) / 4 * 4);
    memcpy(at, text, length);
    return at + (length + 3) / 4 * 4;
}

static double wall_time(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec + now.tv_nsec / 1e9;
}

static unsigned char *put_domain(unsigned char *at) /* name, uuid, id */
{
    at = put_string(at, "bench");
    memset(at, 0x42, 16);
    return put(at + 16, 1);
}

/* As many events as are sent in one write, each that of a domain that has started. */
static unsigned char block[EVENTS * EVENT];

static void make_events(void)
{
    for (unsigned char *at = block; at < block + sizeof(block);) {
        at = put(put(put(at, EVENT), REMOTE), 1);
        at = put(put(put(put(at, DOMAIN_EVENT_CALLBACK_LIFECYCLE), TYPE_MESSAGE), 0), 0);
        at = put(put(put_domain(put(at, CALLBACK)), 2), 0);
    }
}

/* What the last word of a call's arguments says of events. */
static void note_events(struct events *events, uint32_t proc, uint64_t number)
{
    if (proc == DOMAIN_SET_MEMORY)
        events->due += number;
    if (proc == DOMAIN_SET_MAX_MEMORY) {
        events->rate = number;
        events->sent = 0;
        events->since = wall_time();
    }
}

/* What the reply to a procedure carries. */
static unsigned char *put_result(unsigned char *at, uint32_t proc, const unsigned char *args)
{
    switch (proc) {
    case AUTH_LIST:
        return put(put(at, 1), 0);
    case CONNECT_SUPPORTS_FEATURE:
        return put(at, get(args) != FEATURE_KEEPALIVE);
    case CONNECT_GET_TYPE:
        return put_string(at, "Test");
    case CONNECT_GET_URI:
        return put_string(at, "test:///default");
    case CONNECT_GET_LIB_VERSION:
        return put(put(at, 0), 9000000);
    case DOMAIN_GET_INFO: /* state, maxMem, memory, nrVirtCpu, cpuTime */
        return put(put(put(put(put(put(put(put(at, 1), 0), 8192), 0), 8192), 1), 0), 1000000000);
    case DOMAIN_LOOKUP_BY_NAME:
    case DOMAIN_CREATE_XML_WITH_FILES:
        return put_domain(at);
    case CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY:
        return put(at, CALLBACK);
    default:
        return at;
    }
}

static unsigned char *answer(unsigned char *at, const unsigned char *call)
{
    uint32_t proc = get(call + 12), type = TYPE_REPLY;
    unsigned char *start = at;
    if (get(call + 16) == TYPE_MESSAGE) {
        if (get(call + 4) != KEEPALIVE || proc != PING)
            return at;
        proc = PONG;
        type = TYPE_MESSAGE;
    }
    memcpy(at, call, HEADER);
    put(at + 12, proc);
    put(at + 16, type);
    at += HEADER;
    if (type == TYPE_REPLY)
        at = put_result(at, proc, call + HEADER);
    put(start, at - start);
    return at;
}

/* How many bytes the message takes, those that carry its descriptors included; 0: they have not all come. */
static size_t whole(const unsigned char *at, size_t have)
{
    if (have < HEADER + 4 && (have < HEADER || get(at) > have))
        return 0;
    size_t length = get(at);
    if (get(at + 16) == TYPE_CALL_WITH_FDS)
        length += get(at + HEADER);
    return length <= have ? length : 0;
}

static int send_all(int fd, const unsigned char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
        if (sent < 0)
            return -1;
        bytes += sent;
        length -= sent;
    }
    return 0;
}

static int send_events(int fd, struct events *events)
{
    if (events->rate > 0) {
        uint64_t total = (wall_time() - events->since) * events->rate;
        events->due += total - events->sent;
        events->sent = total;
    }
    while (events->due > 0) {
        uint64_t count = events->due < EVENTS ? events->due : EVENTS;
        if (send_all(fd, block, count * EVENT) < 0)
            return -1;
        events->due -= count;
    }
    return 0;
}

static void *serve(void *argument)
{
    int fd = (int)(intptr_t)argument;
    unsigned char *in = malloc(BUFFER), *out = malloc(2 * BUFFER);
    size_t have = 0;
    ssize_t came;
    struct events events = { 0 };
    while (in != NULL && out != NULL) {
        unsigned char *at = in, *to = out;
        size_t length;
        struct pollfd readable = { .fd = fd, .events = POLLIN };
        /* A millisecond, while there are events to send. */
        if (events.rate > 0 && poll(&readable, 1, 1) == 0) {
            if (send_events(fd, &events) < 0)
                break;
            continue;
        }
        /* Descriptors that come are closed by the kernel, since nothing takes them. */
        if ((came = recv(fd, in + have, BUFFER - have, 0)) <= 0)
            break;
        have += came;
        for (; (length = whole(at, have)) > 0; at += length, have -= length) {
            to = answer(to, at);
            note_events(&events, get(at + 12), get(at + length - 4));
        }
        memmove(in, at, have);
        if (send_all(fd, out, to - out) < 0 || send_events(fd, &events) < 0)
            break;
    }
    free(in);
    free(out);
    close(fd);
    return NULL;
}

int main(int argc, char **argv)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    pthread_attr_t attributes;
    if (argc != 2 || strlen(argv[1]) >= sizeof(address.sun_path)) {
        fprintf(stderr, "usage: responder SOCKET\n");
        return 2;
    }
    /* Ends with the process that started it, however that ends. */
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    strcpy(address.sun_path, argv[1]);
    int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(listener, (struct sockaddr *)&address, sizeof(address)) < 0 || listen(listener, 128) < 0) {
        perror(argv[1]);
        return 1;
    }
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, 64 * 1024);
    make_events();
    puts("ready");
    fflush(stdout);
    for (;;) {
        pthread_t thread;
        int fd = accept(listener, NULL, NULL);
        if (fd >= 0 && pthread_create(&thread, &attributes, serve, (void *)(intptr_t)fd) != 0)
            close(fd);
    }
}
