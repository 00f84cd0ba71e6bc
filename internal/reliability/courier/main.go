// Command courier is the job queue by itself, on a real directory and with deliveries over a real network, in a process that
// a test can kill (G42). Its clock runs sixty times as fast, so that breakers and backoffs pass within a test.
package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"time"

	"campfire/internal/database"
	"campfire/internal/job"
	_ "campfire/pb_migrations"

	"github.com/pocketbase/pocketbase/core"
)

const (
	speed    = 60
	patience = 300 * time.Millisecond // for one answer
)

func main() {
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "courier:", err)
		os.Exit(1)
	}
}

// run does the jobs of the directory, whose targets are paths of the sink, until somebody kills it.
func run(dir, sink string) error {
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: dir, DBConnect: database.Connect("FULL")})
	if err := app.Bootstrap(); err != nil {
		return err
	}
	queue := job.New(app, fast{time.Now()})
	client := &http.Client{Transport: job.Guard(http.DefaultTransport)}
	queue.Handle("deliver", job.Handler{
		Deliver: func(ctx context.Context, d job.Delivery) error { return deliver(ctx, client, sink, d) },
		Timeout: patience, Attempts: 100, PerTarget: 2, Backoff: 10 * time.Second,
	})
	return queue.Run(context.Background())
}

func deliver(ctx context.Context, client *http.Client, sink string, d job.Delivery) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, sink+"/"+d.Target, bytes.NewReader(d.Payload))
	if err != nil {
		return job.Permanent(err)
	}
	request.Header.Set("Idempotency-Key", d.Key)
	answer, err := client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	switch {
	case answer.StatusCode == http.StatusTooManyRequests:
		seconds, _ := strconv.Atoi(answer.Header.Get("Retry-After")) // without a number it may be asked again at once
		return job.Later(time.Duration(seconds)*time.Second, fmt.Errorf("the target said %s", answer.Status))
	case answer.StatusCode >= http.StatusBadRequest:
		return fmt.Errorf("the target said %s", answer.Status)
	}
	return nil
}

// fast is a clock that begins at the hour and hurries.
type fast struct{ began time.Time }

func (f fast) Now() time.Time                         { return f.began.Add(speed * time.Since(f.began)) }
func (f fast) After(d time.Duration) <-chan time.Time { return time.After(d / speed) }
