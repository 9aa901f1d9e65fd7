package plan

// Remaining sums up what a person and the tool have to do before the whole of
// the plan's packages may run under the serial policy. It names no date.
type Remaining struct {
	Milestones int `json:"milestones"`
	Packages   int `json:"packages"` // in which something is left
	Sites      int `json:"sites"`    // that need a rewrite
	Automatic  int `json:"automatic"`
	Manual     int `json:"manual"`
	Findings   int `json:"findings"`
	Stalls     int `json:"stalls,omitempty"` // places at which a serial loop may stand still
}

// Remain sums up milestones.
func Remain(list []Milestone) Remaining {
	r := Remaining{Milestones: len(list)}
	for i := range list {
		m := &list[i]
		r.Packages += len(m.Packages)
		r.Sites += m.Sites
		r.Automatic += m.Automatic
		r.Findings += m.Findings
		r.Stalls += m.Stalls
	}
	r.Manual = r.Sites - r.Automatic
	return r
}
