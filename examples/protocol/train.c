/* Trains the trials of an external search with the HTTP protocol (docs/protocol.md), using only the C library. Reports once per epoch.
   cc -o train train.c && PARETUNE_URL=http://127.0.0.1:8080 PARETUNE_SEARCH=ID ./train */
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char host[256], port[16], answer[1 << 16];

/* Posts JSON and stores the body of the response in answer. Returns the HTTP status, or 0 if there was no response. */
static int post(const char *path, const char *body) {
    char request[4096];
    struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *address;
    int status = 0, length = 0, more, got = 0;
    if (getaddrinfo(host, port, &hints, &address) != 0) return 0;
    int connection = socket(address->ai_family, address->ai_socktype, 0);
    if (connect(connection, address->ai_addr, address->ai_addrlen) == 0) {
        /* HTTP/1.0: the server does not send chunks, and closes the connection after the response. */
        int size = snprintf(request, sizeof request, "POST /api/searches/%s/%s HTTP/1.0\r\nHost: %s:%s\r\nAuthorization: Bearer %s\r\n"
            "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s", getenv("PARETUNE_SEARCH"), path, host, port,
            getenv("PARETUNE_KEY") ? getenv("PARETUNE_KEY") : "none", strlen(body), body);
        for (; length < size && (more = write(connection, request + length, size - length)) > 0; length += more) { }
        for (; (more = read(connection, answer + got, sizeof answer - 1 - got)) > 0; got += more) { }
        answer[got] = 0;
        sscanf(answer, "HTTP/%*s %d", &status);
        char *start = strstr(answer, "\r\n\r\n");
        if (start) memmove(answer, start + 4, strlen(start + 4) + 1);
    }
    close(connection);
    freeaddrinfo(address);
    return status;
}

/* Returns the number after "name": in the answer, or 0 if it is not there. */
static double number(const char *name) {
    char quoted[64];
    snprintf(quoted, sizeof quoted, "\"%s\":", name);
    char *found = strstr(answer, quoted);
    return found ? atof(found + strlen(quoted)) : 0;
}

int main(void) {
    const char *url = getenv("PARETUNE_URL");
    if (!url || !getenv("PARETUNE_SEARCH") || sscanf(url, "http://%255[^:]:%15[0-9]", host, port) != 2)
        return fprintf(stderr, "set PARETUNE_URL, such as http://127.0.0.1:8080, and PARETUNE_SEARCH, the ID of a search\n"), 2;
    for (int status;;) {
        char who[128];
        snprintf(who, sizeof who, "{\"worker\": \"c-%d\", \"device\": \"c\"}", (int)getpid());
        if ((status = post("leases", who)) == 410) return 0;
        if (status == 204 || status == 0 || status >= 500) { sleep(2); continue; }
        if (status != 200) return fprintf(stderr, "%d %s\n", status, answer), 1;
        int trial = number("trial"), attempt = number("attempt"), epochs = number("epochs"), depth = number("depth");
        for (int epoch = 1, go = 1; go && epoch <= epochs; epoch++) {
            char path[64], report[256];
            double accuracy = 1 - 1.0 / (1 + depth * epoch); /* A real program would train here. */
            snprintf(path, sizeof path, "trials/%d/signals", trial);
            snprintf(report, sizeof report, "{\"attempt\": %d, \"kind\": \"report\", \"epoch\": %d, \"accuracy\": %.6f, \"parameters\": %d}",
                attempt, epoch, accuracy, depth * 100);
            while ((status = post(path, report)) == 0 || status >= 500) sleep(2);
            if (status != 200) return fprintf(stderr, "%d %s\n", status, answer), 1;
            go = strstr(answer, "\"continue\"") != NULL;
            printf("trial %d epoch %d: accuracy %.6f%s\n", trial, epoch, accuracy, go ? "" : ", over");
        }
    }
}
