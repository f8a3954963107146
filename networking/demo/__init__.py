"""What the demo's houses tell each other: profiles, meetings. Invented, in real towns."""
