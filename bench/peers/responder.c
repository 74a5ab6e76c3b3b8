/*
 * A daemon that does nothing but answer, at once: what a client costs shows best beside it.
 *
 *     responder SOCKET
 *
 * One thread a connection. What comes in one read is answered with one write.
 */
#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { BUFFER = 1 << 20, HEADER = 28 };
enum { TYPE_CALL = 0, TYPE_REPLY = 1, TYPE_MESSAGE = 2, TYPE_CALL_WITH_FDS = 4 };
enum { KEEPALIVE = 0x6b656570, PING = 1, PONG = 2 };
enum { FEATURE_KEEPALIVE = 10 };

/* Procedures of the remote program. */
enum {
    CONNECT_GET_TYPE = 3,
    DOMAIN_DESTROY = 12,
    DOMAIN_GET_INFO = 16,
    DOMAIN_LOOKUP_BY_NAME = 23,
    CONNECT_SUPPORTS_FEATURE = 60,
    AUTH_LIST = 66,
    CONNECT_GET_URI = 110,
    CONNECT_GET_LIB_VERSION = 157,
    DOMAIN_CREATE_XML_WITH_FILES = 309,
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
    case DOMAIN_CREATE_XML_WITH_FILES: /* name, uuid, id */
        at = put_string(at, "bench");
        memset(at, 0x42, 16);
        return put(at + 16, 1);
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

static void *serve(void *argument)
{
    int fd = (int)(intptr_t)argument;
    unsigned char *in = malloc(BUFFER), *out = malloc(2 * BUFFER);
    size_t have = 0;
    ssize_t came;
    /* Descriptors that come are closed by the kernel, since nothing takes them. */
    while (in != NULL && out != NULL && (came = recv(fd, in + have, BUFFER - have, 0)) > 0) {
        unsigned char *at = in, *to = out;
        size_t length;
        have += came;
        for (; (length = whole(at, have)) > 0; at += length, have -= length)
            to = answer(to, at);
        memmove(in, at, have);
        if (send_all(fd, out, to - out) < 0)
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
    puts("ready");
    fflush(stdout);
    for (;;) {
        pthread_t thread;
        int fd = accept(listener, NULL, NULL);
        if (fd >= 0 && pthread_create(&thread, &attributes, serve, (void *)(intptr_t)fd) != 0)
            close(fd);
    }
}
