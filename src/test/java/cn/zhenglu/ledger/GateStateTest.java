package cn.zhenglu.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GateStateTest {

    private static final Instant T = Instant.parse("2026-03-01T00:00:00Z");
    private static final GateSettings SETTINGS = new GateSettings(Duration.ofSeconds(10), Duration.ofMinutes(1), 3,
            Duration.ofSeconds(15), Duration.ofSeconds(30));

    private static GateState fresh() {
        return new GateState(T, T, null, null, 0, 0, null, null, null, null, null, 0);
    }

    private static GateState after(GateState state, long seconds) {
        return new GateState(state.now().plusSeconds(seconds), state.nextAt(), state.pausedAt(), state.pausedUntil(), state.pauses(),
                state.failures(), state.openUntil(), state.probeUntil(), state.rampFrom(), state.since(), state.reason(),
                state.share());
    }

    private static GateState throttled(GateState state) {
        return state.throttled(state.now(), null, "操作太快", SETTINGS);
    }

    private static GateState failed(GateState state) {
        return state.unanswered(false, "连接中断", SETTINGS);
    }

    @Test
    void aPauseEndsByItselfAndThePaceGrowsBack() {
        GateState paused = throttled(fresh());

        assertThat(paused.closedFor()).isEqualTo(Duration.ofSeconds(10));
        assertThat(after(paused, 10).closedFor()).isLessThanOrEqualTo(Duration.ZERO);
        assertThat(paused.pace(T.plusSeconds(10), SETTINGS.rampUp())).isEqualTo(0.2);
        assertThat(paused.pace(T.plusSeconds(25), SETTINGS.rampUp())).isCloseTo(0.6, within(1e-6));
        assertThat(paused.pace(T.plusSeconds(40), SETTINGS.rampUp())).isEqualTo(1);
    }

    @Test
    void pausesInARowGrowUpToALimitAndFallBackWhenOneHasHelped() {
        GateState state = throttled(fresh());
        for (long expected : new long[] {20, 40, 60, 60}) {
            state = throttled(after(state, state.closedFor().toSeconds() + 1));
            assertThat(state.closedFor()).isEqualTo(Duration.ofSeconds(expected));
        }
        GateState recovered = after(state, state.closedFor().toSeconds() + 31);
        assertThat(throttled(recovered).closedFor()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void ofManyCallsRefusedTogetherTheFirstMakesThePause() {
        GateState paused = throttled(fresh());
        GateState second = after(paused, 1).throttled(T.minusSeconds(1), null, "操作太快", SETTINGS);

        assertThat(second.pausedUntil()).isEqualTo(paused.pausedUntil());
        assertThat(second.pauses()).isEqualTo(1);
    }

    @Test
    void whatTheRelayAsksForIsHonouredAlsoBeyondTheLongestPause() {
        assertThat(fresh().throttled(T, Duration.ofHours(2), "HTTP 503", SETTINGS).closedFor()).isEqualTo(Duration.ofHours(2));
        assertThat(throttled(fresh()).throttled(T.minusSeconds(1), Duration.ofHours(2), "HTTP 503", SETTINGS).closedFor())
                .isEqualTo(Duration.ofHours(2));
    }

    @Test
    void theBreakerOpensAfterSoManyFailuresInARowAndNotBefore() {
        GateState two = failed(failed(fresh()));

        assertThat(two.isDown()).isFalse();
        assertThat(failed(two.answered(SETTINGS)).isDown()).isFalse();
        assertThat(failed(two).isDown()).isTrue();
        assertThat(failed(two).closedFor()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void ofARelayThatAnswersEveryOtherCallItTakesMoreFailuresUntilItCountsAsDown() {
        GateState half = fresh();
        for (int n = 0; n < 50; n++) {
            half = failed(half).answered(SETTINGS);
        }
        assertThat(half.share()).isCloseTo(0.5, within(0.05));
        assertThat(half.usualFailures()).isBetween(8, 11);

        GateState failing = half;
        for (int n = 1; n < half.usualFailures(); n++) {
            failing = failed(failing);
        }
        assertThat(failing.isDown()).isFalse();
        assertThat(failed(failing).isDown()).isTrue();

        GateState sound = half;
        for (int n = 0; n < 200; n++) {
            sound = sound.answered(SETTINGS);
        }
        assertThat(sound.share()).isZero();
        assertThat(failed(failed(failed(sound))).isDown()).isTrue();
    }

    @Test
    void anOutageDoesNotMakeTheNextOneLongerToNotice() {
        GateState state = fresh();
        for (int n = 0; n < 1000; n++) {
            state = state.unanswered(n > 2, "连接中断", SETTINGS);
        }
        GateState back = state.answered(SETTINGS);

        assertThat(failed(failed(failed(back))).isDown()).isTrue();
    }

    @Test
    void oneProbeAtATimeFindsOutAndAFailedOneWaitsAgain() {
        GateState down = failed(failed(failed(fresh())));
        GateState due = after(down, 15);
        assertThat(due.closedFor()).isEqualTo(Duration.ZERO);
        GateState probing = due.probing(Duration.ofSeconds(60));

        assertThat(after(probing, 5).closedFor()).as("for others").isEqualTo(Duration.ofSeconds(55));
        assertThat(after(probing, 5).putOff(SETTINGS)).as("its answer comes sooner").isEqualTo(Duration.ofSeconds(15));
        assertThat(after(probing, 55).putOff(SETTINGS)).isEqualTo(Duration.ofSeconds(5));
        GateState failed = after(probing, 5).unanswered(true, "连接中断", SETTINGS);
        assertThat(failed.closedFor()).isEqualTo(Duration.ofSeconds(15));
        assertThat(failed.since()).as("of the whole outage").isEqualTo(T);
    }

    @Test
    void whenItIsBackThePaceStartsLowSoThatTheBacklogIsNoStampede() {
        GateState back = after(failed(failed(failed(fresh()))), 20).answered(SETTINGS);

        assertThat(back.isDown()).isFalse();
        assertThat(back.failures()).isZero();
        assertThat(back.pace(back.now(), SETTINGS.rampUp())).isEqualTo(0.2);
    }

    @Test
    void aLateFailureOfBeforeTheOutageDoesNotMakeItLonger() {
        GateState down = failed(failed(failed(fresh())));

        assertThat(failed(after(down, 10)).openUntil()).isEqualTo(down.openUntil());
    }
}
