package collections

import (
	"database/sql"
	"encoding/json"

	"github.com/pocketbase/dbx"
)

// note: "target != ''" and "lane != ''" are what their partial indexes are made for; SQLite does not use them without.

// JobsOf returns the jobs of a target, the newest first: those before one of them, or all for "".
func JobsOf(db dbx.Builder, target, before string, limit int) ([]JobRow, error) {
	older := ""
	if before != "" {
		older = "AND rowid < (SELECT rowid FROM jobs WHERE id = {:before}) "
	}
	rows := []JobRow{}
	err := db.NewQuery("SELECT " + jobColumns + " FROM jobs WHERE target = {:target} AND target != '' " + older + "ORDER BY rowid DESC LIMIT {:limit}").
		Bind(dbx.Params{"target": target, "before": before, "limit": limit}).All(&rows)
	return rows, err
}

// LastJobOf returns the newest job of a target that is no older than since, or sql.ErrNoRows.
func LastJobOf(db dbx.Builder, target, since string) (JobRow, error) {
	rows, err := JobsOf(db, target, "", 1)
	if err == nil && (len(rows) == 0 || rows[0].Created < since) {
		err = sql.ErrNoRows
	}
	if err != nil {
		return JobRow{}, err
	}
	return rows[0], nil
}

// FindJobOf returns a job of a target, or sql.ErrNoRows.
func FindJobOf(db dbx.Builder, target, id string) (JobRow, error) {
	var row JobRow
	err := db.NewQuery("SELECT " + jobColumns + " FROM jobs WHERE id = {:id} AND target = {:target}").
		Bind(dbx.Params{"id": id, "target": target}).One(&row)
	return row, err
}

// InsertEndedJob stores a job that nobody has to do any more: one that was tried while somebody waited.
func InsertEndedJob(db dbx.Builder, row JobRow, now string) error {
	_, err := db.NewQuery(`INSERT INTO jobs (id, kind, target, key, lane, priority, payload, state, attempts, run_at, error, outcome, finished, created, updated)
		VALUES ({:id}, {:kind}, {:target}, {:key}, '', {:priority}, {:payload}, {:state}, {:attempts}, {:now}, {:error}, {:outcome}, {:now}, {:created}, {:now})`).
		Bind(dbx.Params{
			"id": row.ID, "kind": row.Kind, "target": row.Target, "key": row.Key, "priority": row.Priority, "payload": row.Payload, "state": row.State,
			"attempts": row.Attempts, "error": row.Error, "outcome": row.Outcome, "created": row.Created, "now": now,
		}).Execute()
	return err
}

// RetryJob puts a job back in the queue, with all its attempts before it, and reports false if it runs or is gone.
func RetryJob(db dbx.Builder, id, now string) (bool, error) {
	result, err := db.NewQuery(`UPDATE jobs SET state = 'waiting', attempts = 0, run_at = {:now}, finished = '', updated = {:now}
		WHERE id = {:id} AND state != 'running'`).Bind(dbx.Params{"id": id, "now": now}).Execute()
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

// keysOf finds the jobs whose keys begin with one of some beginnings that end in a colon.
const keysOf = `FROM json_each({:prefixes}) AS p JOIN jobs ON jobs.key >= p.value AND jobs.key < substr(p.value, 1, length(p.value) - 1) || ';'`

// HasJobsWith reports whether the key of any job begins so.
func HasJobsWith(db dbx.Builder, prefixes []string) (bool, error) {
	var found bool
	err := db.NewQuery("SELECT EXISTS (SELECT 1 " + keysOf + ")").Bind(dbx.Params{"prefixes": list(prefixes)}).Row(&found)
	return found, err
}

// DeleteJobsWith removes the jobs whose keys begin so.
func DeleteJobsWith(db dbx.Builder, prefixes []string) error {
	_, err := db.NewQuery("DELETE FROM jobs WHERE rowid IN (SELECT jobs.rowid " + keysOf + ")").Bind(dbx.Params{"prefixes": list(prefixes)}).Execute()
	return err
}

// DeleteJobsOf removes up to limit jobs of a target and returns how many.
func DeleteJobsOf(db dbx.Builder, target string, limit int) (int64, error) {
	return deleteSome(db, "SELECT rowid FROM jobs WHERE target = {:target} AND target != '' LIMIT {:limit}", dbx.Params{"target": target, "limit": limit})
}

// DeleteJobsIn removes up to limit normal jobs that were in some lanes and returns how many.
func DeleteJobsIn(db dbx.Builder, lanes []string, limit int) (int64, error) {
	return deleteSome(db, `SELECT rowid FROM jobs WHERE state IN ('waiting', 'running', 'done', 'dead') AND priority = 'normal'
		AND lane IN (SELECT value FROM json_each({:lanes})) AND lane != '' LIMIT {:limit}`, dbx.Params{"lanes": list(lanes), "limit": limit})
}

func deleteSome(db dbx.Builder, which string, params dbx.Params) (int64, error) {
	result, err := db.NewQuery("DELETE FROM jobs WHERE rowid IN (" + which + ")").Bind(params).Execute()
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// WebhookIDs returns the ids of all webhooks, also those of bots that are not active.
func WebhookIDs(db dbx.Builder) ([]string, error) {
	var ids []string
	err := db.Select("id").From(Webhooks).Column(&ids)
	return ids, err
}

// AreRooms reports whether all ids are of rooms that are no pings.
func AreRooms(db dbx.Builder, ids []string) (bool, error) {
	var n int
	encoded, err := json.Marshal(ids)
	if err != nil {
		return false, err
	}
	err = db.NewQuery("SELECT COUNT(*) FROM rooms WHERE kind != 'direct' AND id IN (SELECT value FROM json_each({:ids}))").
		Bind(dbx.Params{"ids": string(encoded)}).Row(&n)
	return n == len(ids), err
}
