package health

import (
	"net/http"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// buckets are seconds: from what a lone commit takes here to what nobody waits for.
var buckets = []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10}

// Metrics are the numbers that Prometheus reads. No label of theirs is a name or an id: their number does not grow with
// people, rooms or messages.
type Metrics struct {
	registry     *prometheus.Registry
	messages     *prometheus.CounterVec
	messageTimes prometheus.Histogram
	transactions *prometheus.CounterVec
	commitTimes  prometheus.Histogram
	readTimes    *prometheus.HistogramVec

	sent, took atomic.Int64 // messages that were stored, and for how long all of them took, in nanoseconds
}

// Reading is a number that a part of the server keeps by itself.
type Reading struct {
	Name, Help string
	// Counts says that it only grows while the process lives.
	Counts bool
	// Label and Of tell readings of one name apart.
	Label, Of string
	Value     float64
}

// NewMetrics returns metrics that ask read for what the parts keep, each time somebody asks them.
func NewMetrics(read func() []Reading) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		messages: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "campfire_messages_total",
			Help: "Sends by what came of them: sent, duplicate (a retry of one that was stored), refused (the sender's doing), busy and failed (ours).",
		}, []string{"result"}),
		messageTimes: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "campfire_message_seconds", Help: "From accepting a message to its commit.", Buckets: buckets,
		}),
		transactions: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "campfire_transactions_total", Help: "Transactions of the writer: committed or undone.",
		}, []string{"result"}),
		commitTimes: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "campfire_transaction_seconds", Help: "For how long the writer held the write connection.", Buckets: buckets,
		}),
		readTimes: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "campfire_read_seconds", Help: "Queries that people wait for, by what they read.", Buckets: buckets,
		}, []string{"what"}),
	}
	for _, result := range []string{"sent", "duplicate", "refused", "busy", "failed"} {
		m.messages.WithLabelValues(result) // a rate of what has not happened yet is zero and not nothing
	}
	for _, result := range []string{committed, undone} {
		m.transactions.WithLabelValues(result)
	}
	m.registry.MustRegister(m.messages, m.messageTimes, m.transactions, m.commitTimes, m.readTimes, readings(read),
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Message counts a send. took counts if it was stored now.
func (m *Metrics) Message(result string, took time.Duration) {
	m.messages.WithLabelValues(result).Inc()
	if result == "sent" {
		m.messageTimes.Observe(took.Seconds())
		m.sent.Add(1)
		m.took.Add(int64(took))
	}
}

// Sent returns how many messages were stored, and how long all of them took together.
func (m *Metrics) Sent() (int64, time.Duration) { return m.sent.Load(), time.Duration(m.took.Load()) }

const committed, undone = "committed", "undone"

// Transaction counts a transaction of the writer.
func (m *Metrics) Transaction(took time.Duration, failed bool) {
	result := committed
	if failed {
		result = undone
	}
	m.transactions.WithLabelValues(result).Inc()
	m.commitTimes.Observe(took.Seconds())
}

// Read counts a query that began at a time.
func (m *Metrics) Read(what string, began time.Time) {
	m.readTimes.WithLabelValues(what).Observe(time.Since(began).Seconds())
}

// Handler answers in the format of Prometheus.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// readings are collected unchecked: which there are is known when they are read.
type readings func() []Reading

func (readings) Describe(chan<- *prometheus.Desc) {}

func (read readings) Collect(out chan<- prometheus.Metric) {
	for _, r := range read() {
		kind := prometheus.GaugeValue
		if r.Counts {
			kind = prometheus.CounterValue
		}
		var names, values []string
		if r.Label != "" {
			names, values = []string{r.Label}, []string{r.Of}
		}
		out <- prometheus.MustNewConstMetric(prometheus.NewDesc(r.Name, r.Help, names, nil), kind, r.Value, values...)
	}
}
