// The works with goroutines and channels: `main WORK REPEATS PAUSE N M`, on one processor.
//
// Prints the marks that mark.h describes. The engine has no gather and no task that can be
// cancelled: what its users write instead (a WaitGroup, a context) stands for them.
package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

var check, randomState uint64

func random(limit uint64) uint64 {
	randomState = (randomState*1664525 + 1013904223) & 0xFFFFFFFF
	return randomState * limit >> 32
}

func mark(what string, pause time.Duration) {
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	statm, _ := os.ReadFile("/proc/self/statm")
	pages, _ := strconv.Atoi(strings.Fields(string(statm))[1])
	fmt.Println(what, usage.Utime.Nano()+usage.Stime.Nano(), pages*os.Getpagesize(), check)
	time.Sleep(pause)
}

func spawnJoin(n, m int, _ func()) {
	for done := 0; done < n; done += m {
		var group sync.WaitGroup
		group.Add(m)
		for i := 0; i < m; i++ {
			go func(number int) {
				check += uint64(number)
				group.Done()
			}(done + i)
		}
		group.Wait()
	}
}

//go:noinline
func step(i int) {
	runtime.Gosched()
	check += uint64(i)
}

func yield(n, m int, _ func()) {
	var group sync.WaitGroup
	group.Add(n)
	for i := 0; i < n; i++ {
		go func() {
			for j := 0; j < m; j++ {
				step(j)
			}
			group.Done()
		}()
	}
	group.Wait()
}

//go:noinline
func frame(depth, i int) {
	if depth == 0 {
		runtime.Gosched()
		return
	}
	frame(depth-1, i)
	check += uint64(i)
}

func yieldDeep(n, m int, _ func()) {
	var group sync.WaitGroup
	group.Add(n)
	for i := 0; i < n; i++ {
		go func() {
			for j := 0; j < m; j++ {
				frame(9, j)
			}
			group.Done()
		}()
	}
	group.Wait()
}

func handOff(n, _ int, _ func()) {
	there, back := make(chan int, 1), make(chan int, 1)
	go func() {
		for item := range there {
			back <- item
		}
	}()
	for i := 0; i < n; i++ {
		there <- i
		check += uint64(<-back)
	}
	close(there)
}

func queue(n, m int, _ func()) {
	items := make(chan int, m)
	go func() {
		for i := 0; i < n; i++ {
			items <- i
		}
	}()
	for i := 0; i < n; i++ {
		check += uint64(<-items)
	}
}

func sleepers(n, m int, _ func()) {
	var group sync.WaitGroup
	group.Add(n)
	for i := 0; i < n; i++ {
		go func(milliseconds uint64) {
			time.Sleep(time.Duration(milliseconds) * time.Millisecond)
			check += milliseconds
			group.Done()
		}(random(uint64(m)))
	}
	group.Wait()
}

func timers(n, _ int, _ func()) {
	handles := make([]*time.Timer, n)
	for i := range handles {
		delay := 60*time.Second + time.Duration(random(1000))*time.Millisecond
		handles[i] = time.AfterFunc(delay, func() { panic("a cancelled timer has fired") })
	}
	for _, handle := range handles {
		if handle.Stop() {
			check++
		}
	}
}

// Starts n goroutines that sleep until they are cancelled; they count themselves in when they begin.
func cancellable(n int, each func()) ([]context.CancelFunc, *sync.WaitGroup) {
	var group, started sync.WaitGroup
	group.Add(n)
	started.Add(n)
	cancels := make([]context.CancelFunc, n)
	for i := range cancels {
		var ctx context.Context
		ctx, cancels[i] = context.WithCancel(context.Background())
		go func() {
			started.Done()
			timer := time.NewTimer(time.Hour)
			select {
			case <-ctx.Done():
				timer.Stop()
			case <-timer.C:
				panic("an hour is over")
			}
			each()
			group.Done()
		}()
	}
	started.Wait()
	return cancels, &group
}

func cancel(n, _ int, _ func()) {
	cancels, group := cancellable(n, func() { check++ })
	for _, cancelOne := range cancels {
		cancelOne()
	}
	group.Wait()
}

func memory(n, _ int, hold func()) {
	var started sync.WaitGroup
	started.Add(n)
	for i := 0; i < n; i++ {
		go func() {
			check++
			started.Done()
			time.Sleep(time.Hour)
		}()
	}
	started.Wait()
	hold()
}

func gather(n, _ int, _ func()) {
	results := make([]int, n)
	var group sync.WaitGroup
	group.Add(n)
	for i := 0; i < n; i++ {
		go func(number int) {
			results[number] = number * 2
			group.Done()
		}(i)
	}
	group.Wait()
	for _, result := range results {
		check += uint64(result)
	}
}

func main() {
	runtime.GOMAXPROCS(1)
	works := map[string]func(n, m int, hold func()){
		"spawn_join": spawnJoin, "yield": yield, "yield_deep": yieldDeep, "hand_off": handOff,
		"queue": queue, "sleepers": sleepers, "timers": timers, "memory": memory,
		"cancel": cancel, "gather": gather,
	}
	var numbers [4]int
	for i := range numbers {
		numbers[i], _ = strconv.Atoi(os.Args[i+2])
	}
	pause := time.Duration(numbers[1]) * time.Millisecond
	for i := 0; i < numbers[0]; i++ {
		check, randomState = 0, 1
		mark("begin", pause)
		works[os.Args[1]](numbers[2], numbers[3], func() { mark("hold", pause) })
		mark("end", pause)
	}
}
