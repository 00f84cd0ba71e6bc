package hooks

import (
	"campfire/internal/health"
	"campfire/internal/job"
)

func (p *plugin) readJobs() []health.Reading {
	s, err := p.jobs.Stats()
	if err != nil {
		return nil // the check of the jobs says so
	}
	longest := 0.0
	for _, b := range s.Breakers {
		longest = max(longest, b.Seconds)
	}
	all := []health.Reading{
		{Name: "campfire_jobs_dead", Help: "Jobs that wait for a person.", Value: float64(s.Dead)},
		{Name: "campfire_jobs_running", Help: "Jobs that are being tried.", Value: float64(s.Running)},
		{Name: "campfire_jobs_oldest_seconds", Help: "For how long the first due job has waited.", Value: s.OldestSeconds},
		{Name: "campfire_breakers_open", Help: "Targets that do not answer and are left alone.", Value: float64(len(s.Breakers))},
		{Name: "campfire_breaker_open_seconds", Help: "For how long the longest of them has not answered.", Value: longest},
		{Name: "campfire_breaker_probes_total", Help: "Attempts to find out whether such a target is back.", Counts: true, Value: float64(s.Attempts.Probes)},
	}
	for _, name := range []job.Priority{job.Urgent, job.Normal, job.Background} {
		all = append(all, health.Reading{
			Name: "campfire_jobs", Help: "Jobs that wait or run.", Label: "priority", Of: priorityNames[name], Value: float64(s.Depth[name]),
		})
	}
	for result, n := range map[string]int64{"done": s.Attempts.Done, "failed": s.Attempts.Failed, "died": s.Attempts.Died} {
		all = append(all, health.Reading{
			Name: "campfire_job_attempts_total", Help: "Attempts by how they ended: done, failed (tried again), died (given up).",
			Counts: true, Label: "result", Of: result, Value: float64(n),
		})
	}
	return all
}

var priorityNames = map[job.Priority]string{job.Urgent: "urgent", job.Normal: "normal", job.Background: "background"}

// readFindings are what /health/detailed says, and the memory and disk behind it.
func (p *plugin) readFindings() (all []health.Reading) {
	for _, found := range p.monitor.Findings() {
		ok := 1.0
		if found.Err != nil {
			ok = 0
		}
		all = append(all, health.Reading{Name: "campfire_well", Help: "1 when a part of the server is well, as /health/detailed says.", Label: "part", Of: found.Name, Value: ok})
		for _, fact := range []struct{ name, metric, help string }{
			{"free_bytes", "campfire_disk_free_bytes", "Space on the disk of the data."},
			{"heap_bytes", "campfire_memory_heap_bytes", "What the heap holds, garbage included."},
			{"live_bytes", "campfire_memory_live_bytes", "What of the heap was alive when it was last collected."},
			{"limit_bytes", "campfire_memory_limit_bytes", "What the process may use; 0 for no limit."},
		} {
			if value, is := found.Public[fact.name].(uint64); is {
				all = append(all, health.Reading{Name: fact.metric, Help: fact.help, Value: float64(value)})
			}
		}
	}
	return all
}
