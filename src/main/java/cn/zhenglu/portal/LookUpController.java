package cn.zhenglu.portal;

import cn.zhenglu.ledger.Ledger;
import cn.zhenglu.ledger.Licences;
import cn.zhenglu.ledger.Licences.Licence;
import cn.zhenglu.licence.Family;
import cn.zhenglu.licence.HalfWidth;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.PersonName;
import cn.zhenglu.web.ChinaTime;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The front page: looks licences up by certificate number, or by company name and credit code, both exact. */
@Controller
class LookUpController {

    private static final int LONGEST = 400;

    private final Licences licences;
    private final Ledger ledger;
    private final Family family;
    private final AddressLimit limit;
    private final Clock clock;

    LookUpController(Licences licences, Ledger ledger, Family family, PortalSettings settings, Clock clock) {
        this.family = family;
        this.licences = licences;
        this.ledger = ledger;
        this.limit = new AddressLimit(settings.lookUpsPerMinute());
        this.clock = clock;
    }

    @GetMapping("/")
    String lookUp(@RequestParam(defaultValue = "") String certNum, @RequestParam(defaultValue = "") String company,
            @RequestParam(defaultValue = "") String creditCode, Model model, HttpServletRequest request, HttpServletResponse response) {
        String number = shorten(certNum);
        String name = shorten(company);
        String code = HalfWidth.of(shorten(creditCode)).strip().toUpperCase(Locale.ROOT);
        model.addAttribute("certNum", number);
        model.addAttribute("company", name);
        model.addAttribute("creditCode", code);
        boolean byNumber = !number.isEmpty();
        boolean byCompany = !name.isEmpty() && !code.isEmpty();
        model.addAttribute("incomplete", !byNumber && !byCompany && !(name + code).isEmpty());
        if (byNumber || byCompany) {
            long seconds = limit.secondsToWait(request.getRemoteAddr());
            if (seconds > 0) {
                return WaitPage.show(seconds, "/", byNumber ? Map.of("certNum", number) : Map.of("company", name, "creditCode", code),
                        response, model);
            }
            LocalDate today = LocalDate.ofInstant(clock.instant(), ChinaTime.ZONE);
            List<Licence> found = byNumber
                    ? licences.find(family.normalise(number)).stream().toList()
                    : ofCompany(name, code);
            model.addAttribute("found", found.stream().map(licence -> shown(licence, today)).toList());
        }
        return "portal/look-up";
    }

    private PublicLicence shown(Licence licence, LocalDate today) {
        LicenceRecord record = ledger.find(licence.submissionId()).orElseThrow().record();
        return PublicLicence.of(licence, fields(licence, record),
                PublicField.dates(record.type(), licence.firstIssueDate(), licence.issueDate()), today);
    }

    /** As they were printed, but for a name that has been corrected since. */
    private static List<PublicField> fields(Licence licence, LicenceRecord record) {
        return PublicField.ofLookUp(record).stream()
                .map(field -> field.component().equals(record.type().holder().name()) ? field.with(holder(licence, record)) : field)
                .filter(field -> field.value() != null).toList();
    }

    private static String holder(Licence licence, LicenceRecord record) {
        return record.type().isOfAPerson() ? PersonName.mask(licence.companyName()) : licence.companyName();
    }

    /** Names carry full-width brackets in the register; keyboards make half-width ones. */
    private List<Licence> ofCompany(String name, String creditCode) {
        List<Licence> asWritten = licences.find(name, creditCode);
        return asWritten.isEmpty() ? licences.find(name.replace('(', '（').replace(')', '）'), creditCode) : asWritten;
    }

    private static String shorten(String text) {
        String stripped = text.strip();
        return stripped.length() <= LONGEST ? stripped : stripped.substring(0, LONGEST);
    }
}
