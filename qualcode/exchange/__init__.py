"""Files in and out: one module for each format, pure over the records of `qualcode.project.records`."""
