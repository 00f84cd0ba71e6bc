package commit

import "time"

// OnSlow has slow told of transactions that hold the write connection for too long.
func OnSlow(w *Writer, slow func(took time.Duration, operations int)) { w.slow = slow }
