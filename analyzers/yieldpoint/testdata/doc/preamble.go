package p

type Meter struct{ name, url string }

func (m *Meter) refresh() {
	if resp, err := http.Get(m.url); err == nil {
		m.name = resp.Status
	}
}
