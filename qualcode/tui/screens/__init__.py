"""The screens of the workbench, one file each; `actions.SCREENS` says which key leads to which."""
