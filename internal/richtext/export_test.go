package richtext

// Marked takes the long way whatever the input, to hold it against Parse.
func Marked(input string) (text Text, shows bool) { return marked(input) }
