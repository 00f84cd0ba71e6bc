package collections

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// SQLHitsAt is SQLMessagesAt for ScanHit. A column costs the driver more than it costs SQLite: what is short comes as one,
// and what most messages have alike comes as NULL. What is before the last comma of the first column has none.
const SQLHitsAt = `SELECT concat_ws(',', seq, rseq, event_seq, version, edited, id, author, created, client_message_id), body, NULLIF(body_text, body),
	CASE WHEN kind = '` + MessageText + `' AND sound = '' AND mentions = '[]' AND updated = created THEN NULL
	ELSE json_array(kind, sound, mentions, updated) END` + fromPlaces

// SQLNewestAt is for whoever has read the messages before: one row, of the seq and the newest event of each that the reader
// may see. Every change of a message is an event.
const SQLNewestAt = `SELECT COALESCE(group_concat(seq || ',' || event_seq), '')` + fromPlaces

// ScanHit reads a row of SQLHitsAt, but for the room: whoever asked knows it.
func ScanHit(row scanner, m *Message) error {
	var short string
	var text, rest sql.NullString
	if err := row.Scan(&short, &m.Body, &text, &rest); err != nil {
		return err
	}
	var numbers [5]int64
	for i := range numbers {
		number, after, _ := strings.Cut(short, ",")
		var err error
		if numbers[i], err = strconv.ParseInt(number, 10, 64); err != nil {
			return fmt.Errorf("read message: %w", err)
		}
		short = after
	}
	m.Seq, m.RSeq, m.EventSeq, m.Version, m.Edited = numbers[0], numbers[1], numbers[2], numbers[3], numbers[4] != 0
	m.ID, short, _ = strings.Cut(short, ",")
	m.Author, short, _ = strings.Cut(short, ",")
	m.Created, m.ClientMessageID, _ = strings.Cut(short, ",")
	if m.BodyText = m.Body; text.Valid {
		m.BodyText = text.String
	}
	if !rest.Valid {
		m.Kind, m.Sound, m.Updated = MessageText, "", m.Created
		return m.complete("")
	}
	var parts [4]string
	if err := json.Unmarshal([]byte(rest.String), &parts); err != nil {
		return fmt.Errorf("read message: %w", err)
	}
	m.Kind, m.Sound, m.Updated = parts[0], parts[1], parts[3]
	return m.complete(parts[2])
}
