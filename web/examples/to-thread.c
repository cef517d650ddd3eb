#include <eddy.h>
#include <stdio.h>

#include "knob.h"
#include "pbkdf2.h"

struct hash { const char *password; int rounds; unsigned char key[32]; };

static int hash(struct hash *self) { /* plain C: it blocks whoever calls it */
    pbkdf2(self->password, "salt", self->rounds, self->key);
    return EDDY_OK;
}

static void show(const char *user, const unsigned char *key) {
    printf("%s: %02x%02x%02x%02x...\n", user, key[0], key[1], key[2], key[3]);
}

static int beats;

static int heartbeat(void) {
    for (;; beats++) EDDY_TRY(eddy_sleep(0.01));
}

static int login(void) {
    int rounds = (int)knob("rounds", 100000); /* 1000..500000: how slow a password is made */
    eddy_task heart = eddy_go(heartbeat);

    eddy_coroutine one = eddy_to_thread(hash, .password = "mysecretpassword", .rounds = rounds);
    EDDY_TRY(eddy_await(one)); /* the loop goes on meanwhile */
    show("alice", eddy_frame(one, hash)->key);

    eddy_task bob = eddy_create_task(eddy_to_thread(hash, .password = "bob's", .rounds = rounds));
    eddy_task eve = eddy_create_task(eddy_to_thread(hash, .password = "eve's", .rounds = rounds));
    EDDY_TRY(eddy_gather(bob, eve)); /* two threads, really at once */
    show("bob", eddy_frame(bob, hash)->key);
    show("eve", eddy_frame(eve, hash)->key);

    puts(beats > 0 ? "the heart went on beating" : "the heart stood still");
    eddy_task_cancel(heart);
    return EDDY_OK;
}

int main(void) {
    return eddy_run(login);
}
