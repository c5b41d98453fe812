package cn.zhenglu.simulator;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Something the platform has accepted and will never forget: a line of the journal. No personal data.
 *
 * @param kind        what was done
 * @param eCertId     business id of the submission
 * @param certNum     certificate number
 * @param creditCode  of the company
 * @param operateType wire code of the operation
 * @param certState   wire code of the state afterwards
 * @param code        the code, of a coding or collecting call
 * @param zzeCertId   the identifier, of a collecting, updating or correcting call
 * @param replaces    identifier of the replaced version, of a coding call
 * @param url         preview address, of a collecting call
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Act(
        Kind kind,
        @JsonProperty("eCertID") String eCertId,
        String certNum,
        String creditCode,
        String operateType,
        String certState,
        String code,
        @JsonProperty("zzeCertID") String zzeCertId,
        String replaces,
        String url) {

    enum Kind { CODE, COLLECT, UPDATE, CORRECT }
}
