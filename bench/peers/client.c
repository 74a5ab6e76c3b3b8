/*
 * libvirt's own client, as a C program uses it.
 *
 *     client URI
 *
 * Takes commands from standard input, a line each, and answers each with a line; see README.md.
 */
#include <fcntl.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { THREADS = 16, MAX_FILES = 32, MAX_CONNECTIONS = 1000 };
/* As much as virStreamRecvAll and virStreamSendAll take at a time. */
enum { STREAM_CHUNK = 262120 };

static const char *uri;
static virConnectPtr connections[MAX_CONNECTIONS];
static int connected;

static void die(const char *what)
{
    const char *why = virGetLastErrorMessage();
    fprintf(stderr, "%s: %s\n", what, why != NULL ? why : "unknown error");
    exit(1);
}

static void quiet(void *opaque, virErrorPtr error)
{
    (void)opaque;
    (void)error;
}

static double seconds(const struct timeval *time)
{
    return time->tv_sec + time->tv_usec / 1e6;
}

static double cpu_time(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return seconds(&usage.ru_utime) + seconds(&usage.ru_stime);
}

static double wall_time(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec + now.tv_nsec / 1e9;
}

static void connect_to(int count)
{
    for (; connected < count; connected++)
        if ((connections[connected] = virConnectOpen(uri)) == NULL)
            die("virConnectOpen");
}

static void sequential(int calls)
{
    unsigned long version;
    for (int i = 0; i < calls; i++)
        if (virConnectGetLibVersion(connections[0], &version) < 0)
            die("virConnectGetLibVersion");
}

static void info(int calls)
{
    virDomainInfo result;
    virDomainPtr domain = virDomainLookupByName(connections[0], "test");
    if (domain == NULL)
        die("virDomainLookupByName");
    for (int i = 0; i < calls; i++)
        if (virDomainGetInfo(domain, &result) < 0)
            die("virDomainGetInfo");
    virDomainFree(domain);
}

static void *share(void *calls)
{
    sequential(*(int *)calls);
    return NULL;
}

/* A thread waits for its own call, so that is what it takes to have several in flight. */
static void in_flight(int calls)
{
    pthread_t threads[THREADS];
    int each = calls / THREADS;
    for (int i = 0; i < THREADS; i++)
        if (pthread_create(&threads[i], NULL, share, &each) != 0)
            die("pthread_create");
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
}

/* Domains come and go, and so each is two calls. */
static void files(int calls, int count)
{
    int fds[MAX_FILES];
    char xml[256];
    snprintf(xml, sizeof(xml),
             "<domain type='test'><name>bench-%d</name><memory>8192</memory><os><type>hvm</type></os></domain>",
             (int)getpid());
    for (int i = 0; i < count; i++)
        fds[i] = open("/dev/null", O_RDONLY | O_CLOEXEC);
    for (int i = 0; i < calls; i++) {
        virDomainPtr domain = virDomainCreateXMLWithFiles(connections[0], xml, count, fds, 0);
        if (domain == NULL || virDomainDestroy(domain) < 0)
            die("virDomainCreateXMLWithFiles");
        virDomainFree(domain);
    }
    for (int i = 0; i < count; i++)
        close(fds[i]);
}

static void list(int calls)
{
    for (int i = 0; i < calls; i++) {
        virDomainPtr *domains;
        int count = virConnectListAllDomains(connections[0], &domains, 0);
        if (count < 0)
            die("virConnectListAllDomains");
        for (int j = 0; j < count; j++)
            virDomainFree(domains[j]);
        free(domains);
    }
}

static void stats(int calls)
{
    for (int i = 0; i < calls; i++) {
        virDomainStatsRecordPtr *records;
        if (virConnectGetAllDomainStats(connections[0], 0, &records, 0) < 0)
            die("virConnectGetAllDomainStats");
        virDomainStatsRecordListFree(records);
    }
}

static void transfer(int down)
{
    static char chunk[STREAM_CHUNK];
    virStoragePoolPtr pool = virStoragePoolLookupByName(connections[0], "bench");
    virStorageVolPtr vol = pool != NULL ? virStorageVolLookupByName(pool, "volume") : NULL;
    virStreamPtr stream = virStreamNew(connections[0], 0);
    virStorageVolInfo info;
    if (vol == NULL || stream == NULL || virStorageVolGetInfo(vol, &info) < 0)
        die("virStorageVolLookupByName");
    if ((down ? virStorageVolDownload(vol, stream, 0, 0, 0) : virStorageVolUpload(vol, stream, 0, 0, 0)) < 0)
        die("virStorageVolDownload, virStorageVolUpload");
    for (unsigned long long left = info.capacity; left > 0;) {
        size_t want = left < sizeof(chunk) ? left : sizeof(chunk);
        int moved = down ? virStreamRecv(stream, chunk, want) : virStreamSend(stream, chunk, want);
        if (moved <= 0)
            die("virStreamRecv, virStreamSend");
        left -= moved;
    }
    if (virStreamFinish(stream) < 0)
        die("virStreamFinish");
    virStreamFree(stream);
    virStorageVolFree(vol);
    virStoragePoolFree(pool);
}

/* Events need an event loop, which a connection finds when it is opened. */
static virConnectPtr listener;
static virDomainPtr listened;
static int came;

static int count_event(virConnectPtr conn, virDomainPtr domain, int event, int detail, void *opaque)
{
    (void)conn, (void)domain, (void)event, (void)detail, (void)opaque;
    came++;
    return 0;
}

static void listen_to_events(void)
{
    if (listener != NULL)
        return;
    if (virEventRegisterDefaultImpl() < 0 || (listener = virConnectOpen(uri)) == NULL)
        die("virConnectOpen");
    if (virConnectDomainEventRegisterAny(listener, NULL, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                         VIR_DOMAIN_EVENT_CALLBACK(count_event), NULL, NULL) < 0 ||
        (listened = virDomainLookupByName(listener, "bench")) == NULL)
        die("virConnectDomainEventRegisterAny");
}

static void events(int count)
{
    listen_to_events();
    came = 0;
    if (virDomainSetMemory(listened, count) < 0)
        die("virDomainSetMemory");
    while (came < count)
        if (virEventRunDefaultImpl() < 0)
            die("virEventRunDefaultImpl");
}

static void *run_events(void *opaque)
{
    while (virEventRunDefaultImpl() == 0)
        ;
    return opaque;
}

/* Calls while events arrive, which a thread of their own takes. */
static void among_events(int calls, int rate)
{
    static pthread_t thread;
    unsigned long version;
    if (listener == NULL) {
        listen_to_events();
        if (pthread_create(&thread, NULL, run_events, NULL) != 0)
            die("pthread_create");
    }
    if (virDomainSetMaxMemory(listened, rate) < 0)
        die("virDomainSetMaxMemory");
    for (int i = 0; i < calls; i++)
        if (virConnectGetLibVersion(listener, &version) < 0)
            die("virConnectGetLibVersion");
}

int main(int argc, char **argv)
{
    char line[128], command[32];
    int calls, count;
    if (argc != 2)
        return 2;
    uri = argv[1];
    virSetErrorFunc(NULL, quiet);
    connect_to(1);
    while (fgets(line, sizeof(line), stdin) != NULL) {
        double cpu = cpu_time(), wall = wall_time();
        calls = count = 0;
        sscanf(line, "%31s %d %d", command, &calls, &count);
        if (strcmp(command, "sequential") == 0)
            sequential(calls);
        else if (strcmp(command, "info") == 0)
            info(calls);
        else if (strcmp(command, "flight") == 0)
            in_flight(calls);
        else if (strcmp(command, "files") == 0)
            files(calls, count);
        else if (strcmp(command, "connections") == 0)
            connect_to(calls);
        else if (strcmp(command, "list") == 0)
            list(calls);
        else if (strcmp(command, "stats") == 0)
            stats(calls);
        else if (strcmp(command, "download") == 0)
            transfer(1);
        else if (strcmp(command, "upload") == 0)
            transfer(0);
        else if (strcmp(command, "events") == 0)
            events(calls);
        else if (strcmp(command, "among-events") == 0)
            among_events(calls, count);
        else
            return 2;
        printf("{\"seconds\":%.9f,\"cpu\":%.9f}\n", wall_time() - wall, cpu_time() - cpu);
        fflush(stdout);
    }
    while (connected > 0)
        virConnectClose(connections[--connected]);
    return 0;
}
