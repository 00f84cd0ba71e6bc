package collections

import (
	"encoding/json"
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

// DueJobs returns waiting jobs that should have begun, the longest overdue first: those without a lane, and of each lane
// the first. It reports whether there are more than the limit.
func DueJobs(db dbx.Builder, q DueQuery) (rows []JobRow, more bool, err error) {
	var free, first []JobRow
	if err := db.NewQuery(sqlDueFree).Bind(q.params()).All(&free); err != nil {
		return nil, false, err
	}
	if err := db.NewQuery(sqlDueFirst).Bind(q.params()).All(&first); err != nil {
		return nil, false, err
	}
	rows = slices.Concat(free, first)
	slices.SortStableFunc(rows, func(a, b JobRow) int { return strings.Compare(a.RunAt, b.RunAt) })
	return rows, len(free) == q.Limit || len(first) == q.Limit, nil
}

// FirstWaiting returns when the first waiting job is due, or was: "" if none waits.
func FirstWaiting(db dbx.Builder) (string, error) {
	var at string
	err := db.NewQuery(`SELECT COALESCE(MIN((SELECT MIN(run_at) FROM jobs WHERE state = 'waiting' AND priority = p.value)), '')
		FROM json_each({:priorities}) AS p`).Bind(dbx.Params{"priorities": list(JobPriorities)}).Row(&at)
	return at, err
}

// note: "+state" keeps SQLite from going through all jobs in a state once for each entry of the list, which it prefers to
// finding each by its id.

// sqlClaim begins attempts.
const sqlClaim = `UPDATE jobs SET state = 'running', attempts = attempts + 1, lease_until = j.value, updated = {:now}
	FROM json_each({:leases}) AS j WHERE jobs.id = j.key AND +jobs.state = 'waiting' RETURNING jobs.id`

// ClaimJobs begins an attempt of each job in leases, which says until when, and returns the ids of those that were still
// waiting.
func ClaimJobs(db dbx.Builder, leases map[string]string, now string) ([]string, error) {
	encoded, err := json.Marshal(leases)
	if err != nil {
		return nil, err
	}
	var ids []string
	err = db.NewQuery(sqlClaim).Bind(dbx.Params{"leases": string(encoded), "now": now}).Column(&ids)
	return ids, err
}

// sqlSettle ends attempts.
const sqlSettle = `UPDATE jobs SET state = j.value ->> 'State', attempts = j.value ->> 'Attempts', run_at = j.value ->> 'RunAt',
	error = j.value ->> 'Error', finished = j.value ->> 'Finished', outcome = j.value ->> 'Outcome', lease_until = '', updated = {:now}
	FROM json_each({:rows}) AS j WHERE jobs.id = j.value ->> 'ID' AND +jobs.state = 'running'`

// SettleJobs ends the attempts that run, with whatever the rows say of their state, attempts, time, error, end and outcome.
func SettleJobs(db dbx.Builder, rows []JobRow, now string) error {
	encoded, err := json.Marshal(rows)
	if err != nil {
		return err
	}
	_, err = db.NewQuery(sqlSettle).Bind(dbx.Params{"rows": string(encoded), "now": now}).Execute()
	return err
}
