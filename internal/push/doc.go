// Package push brings messages to browsers that nobody looks at. It follows the event log with a durable cursor, decides
// for each member of a room whether they hear of a message (Decide), and makes one job per browser; the queue of internal/job
// delivers them. Nothing here runs while a message is being sent: a push service that hangs costs senders nothing.
//
// docs/notifications.md says in words what Decide says in code; a test reads the table there.
package push
