package moveout

import (
	"encoding/json"
	"io"
)

// json writes one value as a file, for people to read too.
func (w *writer) json(name string, value any) error {
	return w.out.add(name, func(out io.Writer) error {
		encoder := encoderOf(out)
		encoder.SetIndent("", "  ")
		return encoder.Encode(value)
	})
}

// list writes an array as a file, each element on a line of its own. each hands the elements over one by one.
func (w *writer) list(name string, each func(put func(element any) error) error) error {
	return w.out.add(name, func(out io.Writer) error {
		encoder, before := encoderOf(out), "[\n"
		err := each(func(element any) error {
			if _, err := io.WriteString(out, before); err != nil {
				return err
			}
			before = ","
			return encoder.Encode(element)
		})
		if err != nil {
			return err
		}
		if before == "," {
			before = ""
		}
		_, err = io.WriteString(out, before+"]\n")
		return err
	})
}

func encoderOf(out io.Writer) *json.Encoder {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	return encoder
}
