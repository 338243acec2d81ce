"""What the officers may set: languages, the own company, currency and rates, review interval."""
