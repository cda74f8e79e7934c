"""Every skill keeps the contract."""

from repairloop.testing import skill_contracts

TestSkills = skill_contracts()
