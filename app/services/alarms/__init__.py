"""Early warnings between two reviews: raised, asked, answered, acted on."""
