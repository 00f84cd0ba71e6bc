// Package mailing tells people by mail what was written to them and is still unread: that they were named, and pings. It
// follows the event log with a durable cursor and notes in the collection of mailings who has something to hear (Decide);
// every other second it looks whose wait is over (Wait), and promises one letter; the queue of internal/job hands it over.
// What the letter says is read when it is written, so that it never tells of what was read or deleted meanwhile.
//
// Nobody is told of the same message twice, and of none not at all: the note moves with the cursor, the promise with its
// job, and a letter that was handed over ends the note up to where it was read. A process that dies between the mail
// server's yes and the note of it hands the letter over again, with the same Message-ID, by which mail programs know it.
//
// A letter of another kind tells somebody at once that they were signed in on a device that is new to them (TellOfDevice). It
// is promised in the transaction that remembers the device, and goes through the same queue.
//
// docs/notifications.md says in words what Decide and Wait say in code; a test reads the table there.
package mailing
