package cn.zhenglu;

import cn.zhenglu.ledger.SharedGate;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Tells how the relay is, and is well all the same: a server is not mended by being restarted because the relay is down. */
@Component("relayGate")
class RelayHealth implements HealthIndicator {

    private final SharedGate gate;

    RelayHealth(SharedGate gate) {
        this.gate = gate;
    }

    @Override
    public Health health() {
        try {
            SharedGate.Standing standing = gate.standing();
            Health.Builder health = Health.up().withDetail("relay", standing.down() ? "down" : standing.paused() ? "paused" : "open");
            if (standing.since() != null) {
                health.withDetail("since", standing.since().toString());
            }
            if (standing.reason() != null) {
                health.withDetail("reason", standing.reason());
            }
            return health.build();
        } catch (DataAccessException | TransactionException e) {
            return Health.up().withDetail("relay", "unknown").build(); // the ledger's own indicator says what is wrong
        }
    }
}
