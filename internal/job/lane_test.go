package job_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"campfire/collections"
	"campfire/internal/job"
)

func TestALaneIsDoneOneAtATimeInOrder(t *testing.T) {
	d := newDesk(t)
	var mu sync.Mutex
	var order []string
	running := 0
	d.queue.Handle("lane", job.Handler{PerTarget: 4, Deliver: func(_ context.Context, one job.Delivery) error {
		mu.Lock()
		order = append(order, one.Key)
		running++
		if running > 1 {
			t.Error("two of a lane run at once")
		}
		mu.Unlock()
		defer func() { mu.Lock(); running--; mu.Unlock() }()
		return nil
	}})
	for i := range 9 {
		d.enqueue(job.Job{Kind: "lane", Key: fmt.Sprint(i), Lane: "a"})
	}
	d.run()
	d.until("all are done", func() bool { return d.states()[collections.JobDone] == 9 })
	if got := fmt.Sprint(order); got != "[0 1 2 3 4 5 6 7 8]" {
		t.Errorf("the order is %s", got)
	}
}

func TestFailedIsDeadAtOnce(t *testing.T) {
	d := newDesk(t)
	d.queue.Handle("hang", job.Handler{Deliver: func(_ context.Context, one job.Delivery) error {
		one.Report(map[string]int{"status": 7})
		return job.Failed(errors.New("silence"))
	}})
	d.enqueue(job.Job{Kind: "hang", Key: "one"})
	d.run()
	d.until("it is dead", func() bool { return d.row("one").State == collections.JobDead })
	if row := d.row("one"); row.Attempts != 1 || row.Error != "silence" {
		t.Errorf("the job is %+v", row)
	}
}
