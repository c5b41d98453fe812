package cn.zhenglu.licence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonNameTest {

    @ParameterizedTest
    @CsvSource({"林建安, 林*安", "李堃, 李*", "欧阳志远, 欧**远", "阿卜杜勒·热合曼, 阿******曼", "王, 王*", "王𠅤, 王*"})
    void partOfANameIsShown(String name, String shown) {
        assertThat(PersonName.mask(name)).isEqualTo(shown);
    }
}
