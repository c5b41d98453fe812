package cn.zhenglu.seal;

import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.TryLater;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Watches the seals: one alarm in the log when one can no longer be used, one line when it is usable again, however many licences
 * wait for it; and the standing of every department's seal for the health report and the console.
 *
 * <p>A seal in trouble never takes the server out of the load balancer: the other departments go on, and readiness does not
 * ask. The health report has the status {@code ATTENTION}, which Spring Boot leaves out of the sum.
 */
public final class SealWatch implements HealthIndicator {

    static final Status ATTENTION = new Status("ATTENTION");

    private static final Logger LOG = LoggerFactory.getLogger(SealWatch.class);
    private static final int AT_ONCE = 16;

    private final ConfiguredSeals seals;
    private final SealJudge judge;
    private final RevokedSeals revoked;
    private final List<Department> departments;
    private final Clock clock;
    /** Replaced as a whole: who asks for the health does not wait for a service that does not answer. */
    private volatile Map<String, SealStanding> standings = Map.of();
    private List<String> listTroubles = List.of();

    SealWatch(ConfiguredSeals seals, SealJudge judge, RevokedSeals revoked, List<Department> departments, Clock clock) {
        this.seals = seals;
        this.judge = judge;
        this.revoked = revoked;
        this.departments = departments;
        this.clock = clock;
    }

    /**
     * A department and its seal.
     *
     * @param department its id
     * @param name       its full Chinese name
     * @param seal       how its seal stands
     */
    public record DepartmentSeal(String department, String name, SealStanding seal) {
    }

    /** All departments in their order, as last seen. */
    public List<DepartmentSeal> departments() {
        if (standings.isEmpty()) {
            look();
        }
        Map<String, SealStanding> seen = standings;
        return departments.stream().filter(department -> seen.containsKey(department.seal())).map(department ->
                new DepartmentSeal(department.id(), department.name(), seen.get(department.seal()))).toList();
    }

    /** All configured seals, seen now. */
    public List<SealStanding> seals() {
        return lookAt(seals.names());
    }

    /** Looks at all seals and tells what has changed. */
    @Scheduled(initialDelay = 60, fixedDelay = 60, timeUnit = TimeUnit.SECONDS)
    synchronized void look() {
        Set<String> names = new LinkedHashSet<>(seals.names());
        departments.forEach(department -> names.add(department.seal()));
        Map<String, SealStanding> seen = new LinkedHashMap<>(standings);
        lookAt(names).forEach(now -> tell(seen.put(now.name(), now), now));
        standings = Collections.unmodifiableMap(seen);
        List<String> troubles = revocationListTroubles();
        troubles.stream().filter(trouble -> !listTroubles.contains(trouble)).forEach(LOG::warn);
        listTroubles = troubles;
    }

    /** Revocation lists that are outdated or cannot be used, in Chinese. */
    public List<String> revocationListTroubles() {
        return revoked.warnings(clock.instant());
    }

    /** All at once: of many services that do not answer, each takes its time. */
    private List<SealStanding> lookAt(Collection<String> names) {
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, Math.min(names.size(), AT_ONCE)));
        try {
            List<Future<SealStanding>> looks = names.stream().map(name -> threads.submit(() -> look(name))).toList();
            List<SealStanding> found = new ArrayList<>();
            for (Future<SealStanding> look : looks) {
                found.add(look.get());
            }
            return found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of(); // the server is stopping
        } catch (ExecutionException e) {
            throw new IllegalStateException("a seal could not be looked at", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private SealStanding look(String name) {
        Instant now = clock.instant();
        Seal seal = null;
        try {
            seal = seals.seal(name).orElse(null);
            judge.usable(name);
            RuntimeException signing = seals.failure(name);
            return new SealStanding(name, seals.kind(name), seal, signing == null ? null : signing.getMessage(), signing instanceof TryLater, now);
        } catch (BrokenSeal e) {
            boolean early = seal != null && SealDates.of(seal, now) == SealDates.NOT_YET_VALID;
            return new SealStanding(name, seals.kind(name), seal, e.getMessage(), early, now);
        } catch (TryLater e) {
            return new SealStanding(name, seals.kind(name), seal, e.getMessage(), true, now);
        }
    }

    private void tell(SealStanding before, SealStanding now) {
        if (!now.usable() && (before == null || before.usable())) {
            LOG.error("印章「{}」不可用：{}。{}的证照等待签章，恢复后自动继续", now.name(), now.trouble(), owners(now.name()));
        } else if (now.usable() && before != null && !before.usable()) {
            LOG.info("印章「{}」恢复可用，{}的证照继续签章", now.name(), owners(now.name()));
        } else if (now.usable() && now.endsSoon() && (before == null || !before.endsSoon())) {
            LOG.warn("印章「{}」将于 {} 天后到期，请及时向制章机构申请换发", now.name(), now.daysLeft());
        }
    }

    private String owners(String seal) {
        return departments.stream().filter(department -> department.seal().equals(seal)).map(Department::name)
                .collect(Collectors.joining("、"));
    }

    /** Each department's seal with its dates; no network is used for it. */
    @Override
    public Health health() {
        List<DepartmentSeal> seen = departments();
        List<String> lists = revocationListTroubles();
        boolean trouble = !lists.isEmpty() || seen.stream().anyMatch(one -> !one.seal().usable() || one.seal().endsSoon());
        Health.Builder health = trouble ? Health.status(ATTENTION) : Health.up();
        seen.forEach(one -> health.withDetail(one.department(), details(one)));
        if (!lists.isEmpty()) {
            health.withDetail("revocationLists", lists);
        }
        return health.build();
    }

    private static Map<String, Object> details(DepartmentSeal one) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("name", one.name());
        details.put("seal", one.seal().name());
        if (one.seal().seal() != null) {
            details.put("title", one.seal().seal().title());
            details.put("validFrom", one.seal().seal().validFrom());
            details.put("validUntil", one.seal().seal().validUntil());
            details.put("daysLeft", one.seal().daysLeft());
        }
        if (one.seal().trouble() != null) {
            details.put("trouble", one.seal().trouble());
        }
        return details;
    }
}
