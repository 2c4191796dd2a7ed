"""The pages: reads through the apps' queries, server-rendered in four languages, without scripts."""
