"""Long runs in which building, initializing, running, saving and misuse take turns."""

from hypothesis import Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from conformance.programs.backends import backends
from conformance.programs.check import TALLY, shortest_failure
from conformance.programs.judge import Judge
from conformance.programs.statements import (
    checkpoints,
    control_flow,
    misuse,
    ops,
    randoms,
    scopes,
    sessions,
    training,
    variables,
)
from conformance.programs.strategies import Builder

BUILDING = (
    scopes.scope,
    scopes.get_variable,
    scopes.template,
    variables.variable,
    variables.dependent_variable,
    variables.assign,
    variables.group,
    ops.placeholder,
    ops.constant,
    ops.binary,
    ops.reduction,
    ops.dependency,
    control_flow.cond,
    control_flow.while_loop,
)
DATA = st.data()


class Interleaving(RuleBasedStateMachine):
    """One program that grows: each rule adds statements, which every backend runs at once."""

    def __init__(self):
        super().__init__()
        TALLY["programs"] += 1
        self.builder = Builder(None, before_initialization=True)
        self.backends = [kind() for kind in backends()]
        self.judge = Judge()
        self.ran = 0
        self.has_data = False
        self.differs = False
        for backend in self.backends:
            backend.start()

    def add(self, data, statement):
        """Writes a statement of a kind and runs what was written."""
        self.builder._draw = data.draw
        statement(self.builder)
        while self.ran < len(self.builder.statements):
            text = self.builder.statements[self.ran]
            note(text)
            self.ran += 1
            TALLY["statements"] += 1
            self.compare({backend.name: backend.run(text) for backend in self.backends})

    def compare(self, found):
        """Asserts that the backends agree on what a statement came to."""
        differing = self.judge.differences(found)
        self.differs = bool(differing)
        assert not differing, shortest_failure(self.builder.statements, differing[0])

    @rule(data=DATA, kind=st.sampled_from(BUILDING))
    def build(self, data, kind):
        """Adds something to the graph."""
        self.add(data, kind)

    @rule(data=DATA)
    def train(self, data):
        """Adds an optimizer's step on a loss."""
        if not self.has_data:
            self.has_data = True
            self.add(data, training.model)
        self.add(data, training.step)

    @rule(data=DATA)
    def open_session(self, data):
        """Opens a session."""
        self.add(data, sessions.session)

    @precondition(lambda self: self.builder.known["sessions"])
    @rule(data=DATA, kind=st.sampled_from([sessions.initialize, variables.initializer]))
    def initialize(self, data, kind):
        """Initializes some or all variables in a session."""
        self.add(data, kind)

    @precondition(lambda self: self.builder.known["sessions"])
    @rule(data=DATA, kind=st.sampled_from([sessions.run, sessions.run, sessions.within]))
    def run(self, data, kind):
        """Runs something."""
        self.add(data, kind)

    @precondition(lambda self: self.builder.known["sessions"] and self.builder.known["variables"])
    @rule(data=DATA, kind=st.sampled_from([checkpoints.save, checkpoints.restore]))
    def save(self, data, kind):
        """Writes or reads a checkpoint."""
        self.add(data, kind)

    @precondition(lambda self: len(self.builder.known["sessions"]) > 1)
    @rule(data=DATA)
    def close(self, data):
        """Closes a session; it may be used afterwards."""
        self.add(data, sessions.close)

    @rule(data=DATA, kind=st.sampled_from([randoms.draw, randoms.variable, randoms.run]))
    def draw(self, data, kind):
        """Draws random numbers."""
        self.add(data, kind)

    @precondition(
        lambda self: (
            self.builder.known["sessions"]
            and self.builder.known["variables"]
            and self.builder.known["placeholders"]
        )
    )
    @rule(data=DATA, table=st.sampled_from([misuse.BUILDING, misuse.RUNNING]))
    def misuse(self, data, table):
        """Does what TensorFlow 1 refuses."""
        self.add(data, misuse.wrong(table))

    def teardown(self):
        """Compares what the program leaves."""
        left = {backend.name: backend.end() for backend in self.backends}
        if not self.differs:
            self.compare(left)


TestInterleaving = Interleaving.TestCase
# Leaving out statements says as much as Hypothesis' shrinking, which takes minutes here.
PHASES = [Phase.explicit, Phase.reuse, Phase.generate]
TestInterleaving.settings = settings(stateful_step_count=25, phases=PHASES)
