//! The works in tokio, on its current-thread runtime: `bench WORK REPEATS PAUSE N M`.
//!
//! Prints the marks that mark.h describes.
use std::future::{poll_fn, Future};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::task::Poll;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::sleep;

static CHECK: AtomicU64 = AtomicU64::new(0);

// One thread only: an addition without a locked instruction.
fn add(number: u64) {
    CHECK.store(CHECK.load(Relaxed) + number, Relaxed);
}

/// The same numbers as bench_random's in main.c.
fn make_random() -> impl FnMut(u64) -> u64 {
    let mut state: u64 = 1;
    move |limit| {
        state = (state * 1664525 + 1013904223) & 0xFFFF_FFFF;
        state * limit >> 32
    }
}

/// The process' CPU time in ns: the sum of its threads'.
fn cpu_time() -> u64 {
    let threads = std::fs::read_dir("/proc/self/task").unwrap();
    threads
        .map(|thread| {
            let file = thread.unwrap().path().join("schedstat");
            let text = std::fs::read_to_string(file).unwrap();
            text.split(' ').next().unwrap().parse::<u64>().unwrap()
        })
        .sum()
}

fn resident_bytes() -> u64 {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap();
    text.split(' ').nth(1).unwrap().parse::<u64>().unwrap() * 4096
}

async fn mark(what: &str, pause: u64) {
    println!("{what} {} {} {}", cpu_time(), resident_bytes(), CHECK.load(Relaxed));
    sleep(Duration::from_millis(pause)).await;
}

async fn join_all(tasks: Vec<JoinHandle<()>>) {
    for task in tasks {
        task.await.unwrap();
    }
}

async fn spawn_join(n: u64, m: u64) {
    for done in (0..n).step_by(m as usize) {
        join_all((done..done + m).map(|number| tokio::spawn(async move { add(number) })).collect())
            .await;
    }
}

async fn step(i: u64) {
    tokio::task::yield_now().await;
    add(i);
}

async fn yielder(m: u64) {
    for i in 0..m {
        step(i).await;
    }
}

macro_rules! frame {
    ($name:ident, $next:ident) => {
        async fn $name(i: u64) {
            $next(i).await;
            add(i);
        }
    };
}
async fn yield_once(_: u64) {
    tokio::task::yield_now().await;
}
frame!(tenth, yield_once);
frame!(ninth, tenth);
frame!(eighth, ninth);
frame!(seventh, eighth);
frame!(sixth, seventh);
frame!(fifth, sixth);
frame!(fourth, fifth);
frame!(third, fourth);
frame!(second, third);

async fn deep_yielder(m: u64) {
    for i in 0..m {
        second(i).await;
    }
}

async fn hand_off(n: u64) {
    let (there, mut there_end) = mpsc::channel::<u64>(1);
    let (back, mut back_end) = mpsc::channel::<u64>(1);
    let echo = tokio::spawn(async move {
        while let Some(item) = there_end.recv().await {
            back.send(item).await.unwrap();
        }
    });
    for i in 0..n {
        there.send(i).await.unwrap();
        add(back_end.recv().await.unwrap());
    }
    drop(there);
    echo.await.unwrap();
}

async fn queue(n: u64, m: u64) {
    let (put, mut get) = mpsc::channel::<u64>(m as usize);
    let producer = tokio::spawn(async move {
        for i in 0..n {
            put.send(i).await.unwrap();
        }
    });
    for _ in 0..n {
        add(get.recv().await.unwrap());
    }
    producer.await.unwrap();
}

async fn sleepers(n: u64, m: u64) {
    let mut random = make_random();
    let sleeper = |milliseconds| async move {
        sleep(Duration::from_millis(milliseconds)).await;
        add(milliseconds);
    };
    join_all((0..n).map(|_| tokio::spawn(sleeper(random(m)))).collect()).await;
}

/// There are no calls at a time here: sleeps that are begun, then dropped.
async fn timers(n: u64) {
    let mut random = make_random();
    let mut sleeps = Vec::new();
    for _ in 0..n {
        let mut one = Box::pin(sleep(Duration::from_millis(60000 + random(1000))));
        poll_fn(|context| {
            assert!(one.as_mut().poll(context).is_pending());
            Poll::Ready(())
        })
        .await;
        sleeps.push(one);
    }
    for one in sleeps {
        drop(one);
        add(1);
    }
}

async fn cancel(n: u64) {
    let tasks: Vec<_> = (0..n).map(|_| tokio::spawn(sleep(Duration::from_secs(3600)))).collect();
    tokio::task::yield_now().await;
    for task in &tasks {
        task.abort();
    }
    for task in tasks {
        add(u64::from(task.await.unwrap_err().is_cancelled()));
    }
}

async fn memory(n: u64, pause: u64) {
    let sleeper = || async {
        add(1);
        sleep(Duration::from_secs(3600)).await;
    };
    let tasks: Vec<_> = (0..n).map(|_| tokio::spawn(sleeper())).collect();
    while CHECK.load(Relaxed) < n {
        tokio::task::yield_now().await;
    }
    mark("hold", pause).await;
    for task in tasks {
        task.abort();
        assert!(task.await.is_err());
    }
}

async fn gather(n: u64) {
    let tasks: Vec<_> = (0..n).map(|number| tokio::spawn(async move { number * 2 })).collect();
    for task in tasks {
        add(task.await.unwrap());
    }
}

async fn work(name: &str, n: u64, m: u64, pause: u64) {
    match name {
        "spawn_join" => spawn_join(n, m).await,
        "yield" => join_all((0..n).map(|_| tokio::spawn(yielder(m))).collect()).await,
        "yield_deep" => join_all((0..n).map(|_| tokio::spawn(deep_yielder(m))).collect()).await,
        "hand_off" => hand_off(n).await,
        "queue" => queue(n, m).await,
        "sleepers" => sleepers(n, m).await,
        "timers" => timers(n).await,
        "cancel" => cancel(n).await,
        "memory" => memory(n, pause).await,
        "gather" => gather(n).await,
        _ => panic!("no such work: {name}"),
    }
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let [repeats, pause, n, m] = [2, 3, 4, 5].map(|i| args[i].parse::<u64>().unwrap());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        for _ in 0..repeats {
            CHECK.store(0, Relaxed);
            mark("begin", pause).await;
            work(&args[1], n, m, pause).await;
            mark("end", pause).await;
        }
    });
}
