// Runs before the first paint: style sheets learn that scripts work here.
document.documentElement.classList.add("js");
