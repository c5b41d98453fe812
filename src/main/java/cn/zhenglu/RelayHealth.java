package cn.zhenglu;

import cn.zhenglu.ledger.SharedGate;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * How the relay is, in words of its own, which leave the server as a whole well: it is not mended by being restarted or left out of the
 * load balancer because the relay is down.
 */
@Component("relayGate")
class RelayHealth implements HealthIndicator {

    static final Status UNREACHABLE = new Status("UNREACHABLE");
    static final Status PAUSED = new Status("PAUSED");

    private final SharedGate gate;

    RelayHealth(SharedGate gate) {
        this.gate = gate;
    }

    @Override
    public Health health() {
        try {
            SharedGate.Standing standing = gate.standing();
            Health.Builder health = standing.down() ? Health.status(UNREACHABLE) : standing.paused() ? Health.status(PAUSED) : Health.up();
            if (standing.since() != null) {
                health.withDetail("since", standing.since().toString());
            }
            if (standing.reason() != null) {
                health.withDetail("reason", standing.reason());
            }
            return health.build();
        } catch (DataAccessException | TransactionException e) {
            return Health.unknown().build(); // the ledger's own indicator says what is wrong
        }
    }
}
