package cn.zhenglu.simulator;

import static cn.zhenglu.simulator.FieldRules.demand;
import static cn.zhenglu.simulator.FieldRules.required;
import static cn.zhenglu.simulator.FieldRules.text;

import cn.zhenglu.simulator.Act.Kind;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * The platform's memory and what it allows. One call at a time; an act is in the journal before it is answered for.
 */
final class Platform {

    private static final int CODE_BYTES = 150; // 200 characters of base64
    private static final Map<String, String> ENDED = Map.of("03", "吊销", "04", "撤销", "05", "注销");

    private final Journal journal;
    private final boolean strict;
    private final SecureRandom random = new SecureRandom();

    private final List<Act> history = new ArrayList<>();
    private final Map<Kind, Map<String, Act>> acts = new HashMap<>(); // by business id
    private final Map<String, Act> coded = new HashMap<>(); // by code
    private final Map<String, String> coder = new HashMap<>(); // certificate number → business id that was coded first
    private final Map<String, String> current = new HashMap<>(); // certificate number → identifier of its newest version
    private final Map<String, Act> collected = new HashMap<>(); // by identifier
    private final Map<String, String> states = new HashMap<>(); // by identifier

    Platform(Journal journal, boolean strict) {
        this.journal = journal;
        this.strict = strict;
        for (Kind kind : Kind.values()) {
            acts.put(kind, new HashMap<>());
        }
        journal.remembered().forEach(this::remember);
    }

    /**
     * What a call came to.
     *
     * @param act     what was accepted, now or before; {@code null} for a check
     * @param warning for {@code WarnMsg}, or {@code null}
     */
    record Accepted(Act act, String warning) {
    }

    synchronized Accepted check(FieldRules fields, JsonNode entry) throws Refused {
        fields.shape(Call.CHECK, entry);
        fields.basics(entry);
        fields.operation(entry, Set.of("01", "02", "03", "04", "05", "06", "07", "08"));
        boolean isNew = text(entry, "operateType").equals("01");
        if (!isNew || !text(entry, "certNum").isEmpty()) {
            fields.certNum(entry);
        }
        if (isNew) {
            numberIsFree(entry);
        }
        return new Accepted(null, null);
    }

    synchronized Accepted code(FieldRules fields, JsonNode entry) throws Refused, IOException {
        fields.shape(Call.CODE, entry);
        fields.basics(entry);
        Act before = acts.get(Kind.CODE).get(id(entry));
        if (before != null) {
            demand(!strict, "该业务标识已存在，请勿重复提交");
            return new Accepted(before, "该业务标识已存在，返回原证照编码");
        }
        fields.operation(entry, Set.of("01", "02", "08"));
        fields.wholeRecord(entry);
        fields.state(entry);
        fields.replaces(entry);
        String replaces = text(entry, "associatedZzeCertID");
        if (text(entry, "operateType").equals("01")) {
            numberIsFree(entry);
        } else {
            Act replaced = collected.get(required(entry, "associatedZzeCertID", 200));
            demand(replaced != null, "关联证照标识（associatedZzeCertID）对应的证照未归集");
            demand(replaces.equals(current.get(replaced.certNum())), "关联证照标识（associatedZzeCertID）不是该证照的当前版本");
            notEnded(replaces);
        }
        byte[] bytes = new byte[CODE_BYTES];
        random.nextBytes(bytes);
        String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return accept(new Act(Kind.CODE, id(entry), text(entry, "certNum"), text(entry, "creditCode"),
                text(entry, "operateType"), text(entry, "certState"), code, null, replaces.isEmpty() ? null : replaces, null));
    }

    synchronized Accepted collect(FieldRules fields, JsonNode entry) throws Refused, IOException {
        fields.shape(Call.COLLECT, entry);
        Act code = coded.get(required(entry, "ID", 500));
        demand(code != null, "证照编码（ID）不存在，请先赋码");
        demand(!acts.get(Kind.COLLECT).containsKey(code.eCertId()), "该证照已归集，已存在");
        String identifier = required(entry, "zzeCertID", 200);
        int version = fields.version(identifier, code.certNum());
        demand(!collected.containsKey(identifier), "证照标识（zzeCertID）已存在");
        if (code.replaces() == null) {
            demand(version == 1, "新办证照的版本号应为001");
        } else if (collected.get(code.replaces()).certNum().equals(code.certNum())) {
            demand(version == fields.version(code.replaces(), code.certNum()) + 1, "证照标识（zzeCertID）的版本号应在原版本号上加一");
        }
        demand(required(entry, "url", 500).matches("https?://\\S+"), "预览地址（url）格式不正确");
        return accept(new Act(Kind.COLLECT, code.eCertId(), code.certNum(), code.creditCode(), code.operateType(),
                code.certState(), code.code(), identifier, code.replaces(), text(entry, "url")));
    }

    synchronized Accepted update(FieldRules fields, JsonNode entry) throws Refused, IOException {
        fields.shape(Call.UPDATE, entry);
        fields.basics(entry);
        fields.operation(entry, Set.of("03", "04", "05", "06", "07"));
        demand(!acts.get(Kind.UPDATE).containsKey(id(entry)), "该业务已存在，请勿重复提交");
        fields.certNum(entry);
        fields.state(entry);
        String identifier = knownLicence(entry);
        notEnded(identifier);
        demand(!text(entry, "operateType").equals("06") || "02".equals(states.get(identifier)), "该证照未被暂扣，不能发还");
        return accept(act(Kind.UPDATE, entry, identifier));
    }

    synchronized Accepted correct(FieldRules fields, JsonNode entry) throws Refused, IOException {
        fields.shape(Call.CORRECT, entry);
        fields.basics(entry);
        demand(!acts.get(Kind.CORRECT).containsKey(id(entry)), "该更正已存在，请勿重复提交");
        fields.wholeRecord(entry);
        fields.knownState(entry);
        fields.replaces(entry);
        return accept(act(Kind.CORRECT, entry, knownLicence(entry)));
    }

    private static Act act(Kind kind, JsonNode entry, String identifier) {
        return new Act(kind, id(entry), text(entry, "certNum"), text(entry, "creditCode"), text(entry, "operateType"),
                text(entry, "certState"), null, identifier, null, null);
    }

    private void numberIsFree(JsonNode entry) throws Refused {
        String holder = coder.get(text(entry, "certNum"));
        demand(holder == null || holder.equals(id(entry)), "证书编号已存在");
    }

    private String knownLicence(JsonNode entry) throws Refused {
        String identifier = required(entry, "zzeCertID", 200);
        Act licence = collected.get(identifier);
        demand(licence != null, "证照标识（zzeCertID）对应的证照未归集");
        demand(licence.certNum().equals(text(entry, "certNum")), "证书编号（certNum）与证照标识不符");
        demand(identifier.equals(current.get(licence.certNum())), "证照标识（zzeCertID）不是该证照的当前版本");
        return identifier;
    }

    private void notEnded(String identifier) throws Refused {
        String end = ENDED.get(states.get(identifier));
        demand(end == null, "该证照已" + end + "，不能办理本业务");
    }

    private Accepted accept(Act act) throws IOException {
        journal.append(act);
        remember(act);
        return new Accepted(act, null);
    }

    private void remember(Act act) {
        history.add(act);
        acts.get(act.kind()).put(act.eCertId(), act);
        switch (act.kind()) {
            case CODE -> {
                coded.put(act.code(), act);
                coder.putIfAbsent(act.certNum(), act.eCertId());
            }
            case COLLECT -> {
                collected.put(act.zzeCertId(), act);
                current.put(act.certNum(), act.zzeCertId());
                states.put(act.zzeCertId(), act.certState());
            }
            case UPDATE -> states.put(act.zzeCertId(), act.certState());
            case CORRECT -> states.putIfAbsent(act.zzeCertId(), act.certState());
        }
    }

    private static String id(JsonNode entry) {
        return text(entry, "eCertID").toLowerCase(Locale.ROOT);
    }

    /** Business id that a code was given to, or {@code null}. */
    synchronized String coderOf(String code) {
        Act act = coded.get(code);
        return act == null ? null : act.eCertId();
    }

    /** For checkers: how many codes, collections, updates and corrections there are, by business id and certificate number. */
    synchronized Map<String, Object> record() {
        return Map.of(
                "codes", counted(Kind.CODE),
                "collections", counted(Kind.COLLECT),
                "updates", counted(Kind.UPDATE),
                "corrections", counted(Kind.CORRECT),
                "states", new TreeMap<>(states));
    }

    private Map<String, Object> counted(Kind kind) {
        List<Act> all = history.stream().filter(act -> act.kind() == kind).toList();
        return Map.of("total", all.size(), "byECertID", count(all, Act::eCertId), "byCertNum", count(all, Act::certNum));
    }

    private static Map<String, Integer> count(List<Act> all, Function<Act, String> key) {
        Map<String, Integer> counts = new TreeMap<>();
        all.forEach(act -> counts.merge(key.apply(act), 1, Integer::sum));
        return counts;
    }
}
