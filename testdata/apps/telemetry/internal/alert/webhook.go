package alert

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
)

// Webhook posts alerts as JSON to a URL.
type Webhook struct {
	url    string
	client *http.Client
}

// NewWebhook returns a notifier that posts to url.
func NewWebhook(url string, client *http.Client) *Webhook {
	return &Webhook{url: url, client: client}
}

// Notify implements [Notifier].
func (w *Webhook) Notify(a Alert) error {
	body, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("webhook: %w", err)
	}
	resp, err := w.client.Post(w.url, "application/json", bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("webhook: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return fmt.Errorf("webhook: %s", resp.Status)
	}
	return nil
}
