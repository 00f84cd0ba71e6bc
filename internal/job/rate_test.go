package job_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"campfire/collections"
	"campfire/internal/job"
)

// Guards: lookEvery. The reach is 1,000 deliveries a second to a sink on the same machine (docs/development.md says what was
// measured); what fails this is a fifth of it, since other tests run beside it.
func TestAThousandDeliveriesASecond(t *testing.T) {
	const targets, lanes, each, least = 20, 4, 25, 200
	var calls atomic.Int64
	sink := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { calls.Add(1) }))
	defer sink.Close()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	d := newDesk(t)
	d.queue.Handle("call", job.Handler{Attempts: 3, PerTarget: 4, Timeout: time.Minute, Deliver: func(ctx context.Context, _ job.Delivery) error {
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, sink.URL, nil)
		if err != nil {
			return err
		}
		answer, err := client.Do(request)
		if err != nil {
			return err
		}
		return answer.Body.Close()
	}})
	var jobs []job.Job
	for n := range targets * lanes * each {
		target := fmt.Sprintf("target %d", n%targets)
		jobs = append(jobs, job.Job{Kind: "call", Target: target, Lane: fmt.Sprintf("%s, room %d", target, n/targets%lanes), Key: fmt.Sprint(n)})
	}
	if err := d.queue.EnqueueAll(d.App, jobs); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	d.run()
	d.until("all are delivered", func() bool { return calls.Load() == int64(len(jobs)) })
	rate := float64(len(jobs)) / time.Since(began).Seconds()
	d.until("all are settled", func() bool { return d.states()[collections.JobDone] == len(jobs) })
	if t.Logf("%d deliveries in %d lanes: %.0f a second", len(jobs), targets*lanes, rate); rate < least || calls.Load() != int64(len(jobs)) {
		t.Errorf("%.0f deliveries a second, %d calls for %d jobs", rate, calls.Load(), len(jobs))
	}
}
