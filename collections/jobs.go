package collections

import (
	"encoding/json"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Jobs is the collection of what was promised to be done: deliveries to others, and our own chores. Superusers see it in
// the dashboard, and try a dead one again by setting its state back to waiting.
const Jobs = "jobs"

const (
	JobKind = "kind"
	// JobTarget is whom the job talks to, for concurrency and the circuit breaker; empty for chores.
	JobTarget = "target"
	// JobKey is the idempotency key: there is one job for it, and every attempt carries it.
	JobKey = "key"
	// JobLane names jobs that are done one at a time, in the order in which they came; empty for those that need none.
	JobLane     = "lane"
	JobPriority = "priority"
	JobPayload  = "payload"
	JobState    = "state"
	JobAttempts = "attempts"
	JobRunAt    = "run_at"
	// JobLeaseUntil is when the running attempt has to be over.
	JobLeaseUntil = "lease_until"
	JobError      = "error"
	JobFinished   = "finished"
	// JobOutcome is what the last attempt had to tell, for kinds that tell something.
	JobOutcome = "outcome"
)

// Priorities, most urgent first.
const (
	JobUrgent     = "urgent"
	JobNormal     = "normal"
	JobBackground = "background"
)

// States of a job. A dead one has used up its attempts and waits for a person.
const (
	JobWaiting = "waiting"
	JobRunning = "running"
	JobDone    = "done"
	JobDead    = "dead"
)

// JobPriorities lists the priorities, most urgent first.
var JobPriorities = []string{JobUrgent, JobNormal, JobBackground}

// maxJobPayload bounds what a job carries: it names what to do, it does not hold it.
const maxJobPayload = 64 << 10

// maxJobOutcome bounds what an attempt may tell.
const maxJobOutcome = 32 << 10

// JobRow is a stored job.
type JobRow struct {
	ID       string `db:"id"`
	Kind     string `db:"kind"`
	Target   string `db:"target"`
	Key      string `db:"key"`
	Lane     string `db:"lane"`
	Priority string `db:"priority"`
	Payload  string `db:"payload"`
	Attempts int    `db:"attempts"`
	State    string `db:"state"`
	RunAt    string `db:"run_at"`
	Error    string `db:"error"`
	Finished string `db:"finished"`
	Outcome  string `db:"outcome"`
	Created  string `db:"created"`
}

func jobsSchema() *core.Collection {
	c := core.NewBaseCollection(Jobs)
	c.Fields.Add(
		&core.TextField{Name: JobKind, Required: true, Max: 50},
		&core.TextField{Name: JobTarget, Max: 300},
		&core.TextField{Name: JobKey, Required: true, Max: 200},
		&core.SelectField{Name: JobPriority, Values: JobPriorities, MaxSelect: 1, Required: true},
		&core.JSONField{Name: JobPayload, MaxSize: maxJobPayload},
		&core.SelectField{Name: JobState, Values: []string{JobWaiting, JobRunning, JobDone, JobDead}, MaxSelect: 1, Required: true},
		&core.NumberField{Name: JobAttempts, OnlyInt: true},
		&core.DateField{Name: JobRunAt, Required: true},
		&core.DateField{Name: JobLeaseUntil},
		&core.TextField{Name: JobError, Max: 2000},
		&core.DateField{Name: JobFinished},
		&core.TextField{Name: JobLane, Max: 100},
		&core.JSONField{Name: JobOutcome, MaxSize: maxJobOutcome},
	)
	c.Fields.Add(autodates()...)
	c.AddIndex("jobs_key", true, "`key`", "")
	c.AddIndex("jobs_due", false, "`state`, `priority`, `run_at`, `target`", "")
	c.AddIndex("jobs_finished", false, "`finished`", "`finished` != ''")
	c.AddIndex("jobs_target", false, "`target`", "`target` != ''")
	c.AddIndex("jobs_free", false, "`state`, `priority`, `run_at`, `target`", "`lane` = ''")
	c.AddIndex("jobs_lanes", false, "`state`, `priority`, `lane`, `target`", "`lane` != ''")
	// No rules: superusers only.
	return c
}

const jobColumns = `id, kind, target, key, lane, priority, COALESCE(payload, '') AS payload, attempts, state, run_at, error, finished,
	COALESCE(outcome, '') AS outcome, created`

const sqlInsertJob = `INSERT INTO jobs (id, kind, target, key, lane, priority, payload, state, attempts, run_at, created, updated)
	VALUES ({:id}, {:kind}, {:target}, {:key}, {:lane}, {:priority}, {:payload}, 'waiting', 0, {:run_at}, {:now}, {:now}) ON CONFLICT (key) DO NOTHING`

func (j JobRow) insertParams(now string) dbx.Params {
	return dbx.Params{
		"id": NewID(), "kind": j.Kind, "target": j.Target, "key": j.Key, "lane": j.Lane, "priority": j.Priority, "payload": j.Payload, "run_at": j.RunAt,
		"now": now,
	}
}

// InsertJob stores a waiting job and reports false if its key is taken: then the job was promised before.
func InsertJob(db dbx.Builder, job JobRow, now string) (bool, error) {
	result, err := db.NewQuery(sqlInsertJob).Bind(job.insertParams(now)).Execute()
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

// InsertJobs is InsertJob of many, in the transaction of tx.
func InsertJobs(tx dbx.Builder, jobs []JobRow, now string) error {
	insert := tx.NewQuery(sqlInsertJob).Prepare()
	defer func() { _ = insert.Close() }()
	for _, job := range jobs {
		if _, err := insert.Bind(job.insertParams(now)).Execute(); err != nil {
			return err
		}
	}
	return nil
}

// RecoverJobs puts back what ran when the process died, and what a clock that was ahead has put off past latest.
func RecoverJobs(db dbx.Builder, now, latest string) error {
	_, err := db.NewQuery(`UPDATE jobs SET state = 'waiting', run_at = MIN(run_at, {:now}), lease_until = '', updated = {:now}
		WHERE state = 'running' OR (state = 'waiting' AND run_at > {:latest})`).Bind(dbx.Params{"now": now, "latest": latest}).Execute()
	return err
}

// SweepJobs removes up to limit jobs that were done before one moment or died before another, and returns how many.
func SweepJobs(db dbx.Builder, doneBefore, deadBefore string, limit int) (int64, error) {
	result, err := db.NewQuery(`DELETE FROM jobs WHERE id IN (SELECT id FROM jobs WHERE finished != '' AND
		(state = 'done' AND finished < {:done} OR state = 'dead' AND finished < {:dead}) LIMIT {:limit})`).
		Bind(dbx.Params{"done": doneBefore, "dead": deadBefore, "limit": limit}).Execute()
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// JobDepth is how many jobs of a priority are in a state, and when the first of them was due.
type JobDepth struct {
	Priority string `db:"priority"`
	State    string `db:"state"`
	Count    int64  `db:"count"`
	Oldest   string `db:"oldest"`
}

// JobDepths counts the jobs that are not done.
func JobDepths(db dbx.Builder) ([]JobDepth, error) {
	var depths []JobDepth
	err := db.NewQuery(`SELECT priority, state, COUNT(*) AS count, MIN(run_at) AS oldest FROM jobs
		WHERE state IN ('waiting', 'running', 'dead') GROUP BY state, priority`).All(&depths)
	return depths, err
}

func list(values []string) string {
	encoded, err := json.Marshal(values)
	if err != nil || values == nil {
		return "[]" // strings always encode
	}
	return string(encoded)
}
