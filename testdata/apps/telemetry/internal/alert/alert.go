// Package alert tells people that something is wrong.
package alert

import (
	"fmt"
	"sync"
	"time"
)

// Alert is one message.
type Alert struct {
	Meter  string    `json:"meter"`
	Reason string    `json:"reason"`
	At     time.Time `json:"at"`
}

// String returns the alert as one line.
func (a Alert) String() string {
	return fmt.Sprintf("%s: %s", a.Meter, a.Reason)
}

// Notifier passes alerts on.
type Notifier interface {
	Notify(a Alert) error
}

// Memory keeps the latest alerts. The zero value keeps none; set Limit.
type Memory struct {
	Limit int

	sync.Mutex // guards alerts
	alerts     []Alert
}

// Notify implements [Notifier]. It never fails.
func (m *Memory) Notify(a Alert) error {
	m.Lock()
	defer m.Unlock()
	m.alerts = append(m.alerts, a)
	if extra := len(m.alerts) - m.Limit; extra > 0 {
		m.alerts = append([]Alert(nil), m.alerts[extra:]...) // forget the oldest
	}
	return nil
}

// Alerts returns a copy of the alerts, oldest first.
func (m *Memory) Alerts() []Alert {
	m.Lock()
	defer m.Unlock()
	return append([]Alert(nil), m.alerts...)
}
