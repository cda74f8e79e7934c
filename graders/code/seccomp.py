"""A filter of system calls for `bwrap --seccomp`: what a program that only computes never asks for is refused.

The namespaces of the sandbox take away what a process could reach; this filter takes away ways to ask. Two things
need it: root may start processes without number (RLIMIT_NPROC does not hold for it), and memory that belongs to no
process (System V segments, `memfd`) escapes RLIMIT_AS. So no new process and no thread starts, no socket and no
shared segment is made, and nothing that mounts, traces or loads is tried at all.

The program is classic BPF, as in the kernel's `Documentation/userspace-api/seccomp_filter.rst`; the numbers are those of
`asm/unistd_64.h` (x86-64) and `asm-generic/unistd.h` (AArch64). Another machine has no filter (KeyError), and so no
sandbox.
"""

from __future__ import annotations

import errno
import struct
from typing import Final

_AUDIT_ARCH: Final = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32_BIT: Final = 0x40000000
"""x86-64 numbers with this bit are the calls of another interface, under other numbers."""

_REFUSED: Final = {  # name: (x86-64, AArch64)
    "clone": (56, 220), "fork": (57, None), "vfork": (58, None),
    "socket": (41, 198), "socketpair": (53, 199),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "unshare": (272, 97),
    "setns": (308, 268), "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430),
    "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442),
    "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265), "quotactl": (179, 60),
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218),
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194), "msgget": (68, 186),
    "semget": (64, 190), "mq_open": (240, 180),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282), "fanotify_init": (300, 262),
    "personality": (135, 92), "modify_ldt": (154, None), "iopl": (172, None), "ioperm": (173, None),
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106), "kexec_load": (246, 104),
    "kexec_file_load": (320, 294), "reboot": (169, 142), "swapon": (167, 224), "swapoff": (168, 225),
    "acct": (163, 89), "syslog": (103, 116),
}  # fmt: skip
_CLONE3: Final = 435
"""Answered with "no such call": the C library then falls back to `clone`."""

_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER, _ARCH = 0, 4
"""Where the number of the call and the machine stand in `struct seccomp_data`."""


def program(machine: str) -> bytes:
    """The filter for a machine as `platform.machine()` names it. KeyError for one that is not known."""
    arch, column = _AUDIT_ARCH[machine], ["x86_64", "aarch64"].index(machine)
    steps = [_step(_LOAD, _ARCH), _step(_IF_EQUAL, arch, 1, 0), _step(_RETURN, _KILL), _step(_LOAD, _NUMBER)]
    if machine == "x86_64":
        steps += [_step(_IF_AT_LEAST, _X32_BIT, 0, 1), _step(_RETURN, _KILL)]
    answers = [(numbers[column], errno.EPERM) for numbers in _REFUSED.values()] + [(_CLONE3, errno.ENOSYS)]
    for number, error in answers:
        if number is not None:
            steps += [_step(_IF_EQUAL, number, 0, 1), _step(_RETURN, _ERROR | error)]
    return b"".join([*steps, _step(_RETURN, _ALLOW)])


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    """One `struct sock_filter`; the jumps say how many steps to pass over."""
    return struct.pack("=HBBI", code, if_true, if_false, value)
