package cn.zhenglu.reconcile;

import cn.zhenglu.licence.LicenceState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the province's lists are got and read.
 *
 * @param url             address that answers with a list; empty for none
 * @param authorization   value of the {@code Authorization} header; empty for none
 * @param interval        how often the address is asked
 * @param connectTimeout  to the address
 * @param responseTimeout longest silence of the address
 * @param settle          licences changed within this time are not judged: the list may be older than the change
 * @param columns         names of the columns or JSON members
 * @param states          further words for states, beside the official names and the wire codes
 */
@ConfigurationProperties("zhenglu.reconcile")
record ReconcileSettings(
        @DefaultValue("") String url,
        @DefaultValue("") String authorization,
        @DefaultValue("24h") Duration interval,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("60s") Duration responseTimeout,
        @DefaultValue("24h") Duration settle,
        @DefaultValue Columns columns,
        Map<LicenceState, List<String>> states) {

    /**
     * Each the names under which it may stand, the first that is there counts. Only the certificate number must be there. Holder and
     * code are found under their type's own names, too.
     */
    record Columns(
            @DefaultValue({"证书编号", "证照编号", "certNum"}) List<String> certNum,
            @DefaultValue({"证照标识", "zzeCertID"}) List<String> identifier,
            @DefaultValue({"版本", "版本号", "version"}) List<String> version,
            @DefaultValue({"状态", "证照状态", "certState"}) List<String> state,
            @DefaultValue("持证主体名称") List<String> companyName,
            @DefaultValue("持证主体代码") List<String> creditCode,
            @DefaultValue({"审批部门", "department"}) List<String> department) {
    }

    ReconcileSettings {
        states = states == null ? Map.of() : Map.copyOf(states);
    }
}
