package collections

import (
	"slices"
	"strings"

	"github.com/pocketbase/dbx"
)

// DueQuery says which jobs are looked for: of a priority and of these kinds, due by now, and neither for those targets nor
// in those lanes.
type DueQuery struct {
	Priority, Now         string
	Kinds, Targets, Lanes []string
	Limit                 int
}

func (q DueQuery) params() dbx.Params {
	return dbx.Params{
		"priority": q.Priority, "now": q.Now, "limit": q.Limit, "kinds": list(q.Kinds), "targets": list(q.Targets), "lanes": list(q.Lanes),
	}
}

const (
	waiting = `state = 'waiting' AND priority = {:priority}`
	mayAsk  = `target NOT IN (SELECT value FROM json_each({:targets}))`
	dueNow  = `run_at <= {:now} AND kind IN (SELECT value FROM json_each({:kinds}))`
)

// sqlDueFree asks for jobs without a lane, the longest overdue first.
//
// note: "lane = ”" and "lane != ”" are what the partial indexes are made for; SQLite does not use them without.
const sqlDueFree = "SELECT " + jobColumns + " FROM jobs WHERE " + waiting + " AND lane = '' AND " + mayAsk + " AND " + dueNow + `
	ORDER BY run_at, id LIMIT {:limit}`

// sqlDueFirst asks for the first job of each lane. It hops through the lanes and their targets by the index, so that a long
// queue in one of them costs nothing, nor one whose target is left alone. A lane's order is that of its rows, which a
// clock that steps back does not change.
//
// note: the first two "+" make SQLite compare both columns by the index, the third keeps it from another index.
const sqlDueFirst = `WITH RECURSIVE lines (lane, target) AS (
		SELECT lane, target FROM jobs WHERE rowid = (SELECT rowid FROM jobs WHERE ` + waiting + ` AND lane != '' ORDER BY lane, target LIMIT 1)
		UNION ALL SELECT next.lane, next.target FROM lines JOIN jobs AS next ON next.rowid = (
			SELECT rowid FROM jobs WHERE ` + waiting + ` AND lane != '' AND (lane, target) > (+lines.lane, +lines.target) ORDER BY lane, target LIMIT 1)
	), firsts (lane, id) AS (
		SELECT lane, (SELECT rowid FROM jobs WHERE ` + waiting + ` AND lane = lines.lane AND target = lines.target AND lane != '' AND +` + dueNow + `
			ORDER BY rowid LIMIT 1)
		FROM lines WHERE lane NOT IN (SELECT value FROM json_each({:lanes})) AND ` + mayAsk + `
	) SELECT ` + jobColumns + ` FROM jobs WHERE rowid IN (SELECT MIN(id) FROM firsts GROUP BY lane) ORDER BY run_at, rowid LIMIT {:limit}`

// sqlNext asks which priorities have something to wait for, and since or until when.
const sqlNext = `SELECT p.value AS priority, (SELECT MIN(run_at) FROM jobs WHERE state = 'waiting' AND priority = p.value) AS oldest
	FROM json_each({:priorities}) AS p WHERE oldest IS NOT NULL`

// JobLook looks for jobs by statements that stay prepared: parsing them took longer than running them. It is for one
// goroutine.
type JobLook struct{ next, free, first *dbx.Query }

// NewJobLook returns a look at the jobs of a database, which must be closed.
func NewJobLook(db dbx.Builder) *JobLook {
	look := &JobLook{next: db.NewQuery(sqlNext), free: db.NewQuery(sqlDueFree), first: db.NewQuery(sqlDueFirst)}
	for _, query := range look.queries() {
		query.Prepare() // one that fails says so when it is asked
	}
	return look
}

func (l *JobLook) queries() []*dbx.Query { return []*dbx.Query{l.next, l.free, l.first} }

// Close lets go of the statements.
func (l *JobLook) Close() {
	for _, query := range l.queries() {
		_ = query.Close()
	}
}

// Due returns waiting jobs that should have begun, the longest overdue first: those without a lane, and of each lane
// the first. It reports whether there are more than the limit.
func (l *JobLook) Due(q DueQuery) (rows []JobRow, more bool, err error) {
	var free, first []JobRow
	if err := l.free.Bind(q.params()).All(&free); err != nil {
		return nil, false, err
	}
	if err := l.first.Bind(q.params()).All(&first); err != nil {
		return nil, false, err
	}
	rows = slices.Concat(free, first)
	slices.SortStableFunc(rows, func(a, b JobRow) int { return strings.Compare(a.RunAt, b.RunAt) })
	return rows, len(free) == q.Limit || len(first) == q.Limit, nil
}

// Next returns when the first waiting job of each priority is due, or was. A priority in which none waits is left out.
func (l *JobLook) Next() (map[string]string, error) {
	var found []JobDepth
	if err := l.next.Bind(dbx.Params{"priorities": list(JobPriorities)}).All(&found); err != nil {
		return nil, err
	}
	next := make(map[string]string, len(found))
	for _, one := range found {
		next[one.Priority] = one.Oldest
	}
	return next, nil
}

// sqlClaim begins an attempt.
const sqlClaim = `UPDATE jobs SET state = 'running', attempts = attempts + 1, lease_until = {:until}, updated = {:now}
	WHERE id = {:id} AND state = 'waiting'`

// ClaimJobs begins an attempt of each job in leases, which says until when, and returns those that were still waiting.
func ClaimJobs(tx dbx.Builder, leases map[string]string, now string) (map[string]bool, error) {
	claim := tx.NewQuery(sqlClaim).Prepare()
	defer func() { _ = claim.Close() }()
	claimed := make(map[string]bool, len(leases))
	for id, until := range leases {
		result, err := claim.Bind(dbx.Params{"id": id, "until": until, "now": now}).Execute()
		if err != nil {
			return nil, err
		}
		n, err := result.RowsAffected()
		if err != nil {
			return nil, err
		}
		claimed[id] = n > 0
	}
	return claimed, nil
}

// sqlSettle ends an attempt.
const sqlSettle = `UPDATE jobs SET state = {:state}, attempts = {:attempts}, run_at = {:run_at}, error = {:error}, finished = {:finished},
	outcome = {:outcome}, lease_until = '', updated = {:now} WHERE id = {:id} AND state = 'running'`

// SettleJobs ends the attempts that run, with whatever the rows say of their state, attempts, time, error, end and outcome.
func SettleJobs(tx dbx.Builder, rows []JobRow, now string) error {
	settle := tx.NewQuery(sqlSettle).Prepare()
	defer func() { _ = settle.Close() }()
	for _, row := range rows {
		_, err := settle.Bind(dbx.Params{
			"id": row.ID, "state": row.State, "attempts": row.Attempts, "run_at": row.RunAt, "error": row.Error, "finished": row.Finished,
			"outcome": row.Outcome, "now": now,
		}).Execute()
		if err != nil {
			return err
		}
	}
	return nil
}
