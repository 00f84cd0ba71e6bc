package search

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"campfire/collections"
)

// names takes the filters that were typed. One that names nothing is said to be unknown.
func (x *Index) names(p *plan, named map[string][]string) error {
	for _, operator := range slices.Sorted(maps.Keys(named)) {
		for _, value := range named[operator] {
			var known bool
			var err error
			switch operator {
			case "from":
				known, err = x.author(p, value)
			case "in":
				known, err = x.place(p, value)
			case "has":
				if known = slices.Contains(Has, strings.ToLower(value)); known {
					p.has = append(p.has, strings.ToLower(value))
				}
			case "is":
				known = strings.EqualFold(value, "unread")
				p.unread = p.unread || known
			default:
				known = p.span.narrow(operator, value)
			}
			if err != nil {
				return err
			}
			if !known {
				p.unknown = append(p.unknown, operator+":"+value)
			}
		}
	}
	return nil
}

// isCalled reports whether a name is what somebody typed: all of it, or its first word.
func isCalled(name, typed string) (whole, first bool) {
	name, typed = fold(strings.TrimSpace(name)), fold(strings.TrimLeft(strings.TrimSpace(typed), "@#"))
	word, _, _ := strings.Cut(name, " ")
	return name == typed, word == typed
}

// author narrows to the people of a name: those of exactly that name, else those of that first name.
func (x *Index) author(p *plan, name string) (bool, error) {
	if strings.EqualFold(name, "me") {
		p.from = both(p.from, []string{p.user})
		return true, nil
	}
	rows, err := x.namesOf.Query()
	if err != nil {
		return false, fmt.Errorf("read users: %w", err)
	}
	defer rows.Close()
	var wholes, firsts []string
	for rows.Next() {
		var id, called string
		if err := rows.Scan(&id, &called); err != nil {
			return false, fmt.Errorf("read users: %w", err)
		}
		whole, first := isCalled(called, name)
		if whole || id == name {
			wholes = append(wholes, id)
		} else if first {
			firsts = append(firsts, id)
		}
	}
	if err := rows.Err(); err != nil {
		return false, fmt.Errorf("read users: %w", err)
	}
	if len(wholes) == 0 {
		wholes = firsts
	}
	p.from = both(p.from, wholes)
	return len(wholes) > 0, nil
}

// both is what two filters by author leave; nil is no filter.
func both(a, b []string) []string {
	if a == nil {
		return b
	}
	return slices.DeleteFunc(slices.Clone(a), func(id string) bool { return !slices.Contains(b, id) })
}

// maxCalled is how many people one filter calls by name; a ping of more is called by its id.
const maxCalled = 8

// place narrows to the caller's rooms of a name, or to their ping with those who are named.
func (x *Index) place(p *plan, name string) (bool, error) {
	kept := map[string]ownRoom{}
	for id, room := range p.rooms {
		if whole, _ := isCalled(room.Name, name); whole && room.Name != "" || id == name {
			kept[id] = room
		}
	}
	if len(kept) == 0 {
		called, err := x.called(p.user, name)
		if err != nil || len(called) == 0 {
			return false, err
		}
		members, err := collections.DirectMembers(x.app.ConcurrentDB(), p.user)
		if err != nil {
			return false, fmt.Errorf("read pings: %w", err)
		}
		for id, room := range p.rooms {
			if others := othersIn(members[id], p.user); len(others) == len(called) && areCalled(others, called) {
				kept[id] = room
			}
		}
	}
	p.rooms, p.narrow = kept, true
	return len(kept) > 0, nil
}

// called returns whom a name may mean, or each name of a list with commas; none if one of them is nobody's.
func (x *Index) called(user, list string) ([][]string, error) {
	names := []string{list}
	for {
		var called [][]string
		for _, name := range names {
			one := &plan{user: user}
			known, err := x.author(one, name)
			if err != nil {
				return nil, err
			}
			if !known {
				break
			}
			called = append(called, one.from)
		}
		if len(called) == len(names) {
			return called, nil
		}
		pieces := strings.Split(list, ",")
		if len(names) > 1 || len(pieces) == 1 || len(pieces) > maxCalled {
			return nil, nil
		}
		names = pieces
	}
}

// othersIn are the people of a ping besides the one who asks, who may be its only one.
func othersIn(members []string, user string) []string {
	if len(members) == 1 {
		return members
	}
	return slices.DeleteFunc(members, func(id string) bool { return id == user })
}

// areCalled reports whether each of the people can have a name of their own: two of them may be namesakes.
func areCalled(people []string, called [][]string) bool {
	if len(people) == 0 {
		return true
	}
	for i, ids := range called {
		if slices.Contains(ids, people[0]) && areCalled(people[1:], slices.Concat(called[:i], called[i+1:])) {
			return true
		}
	}
	return false
}
