-- Other certificates than the 安全生产许可证: id of the type, a file of config/types/. Of a person company_name is the name, and
-- credit_code the identity number with its middle masked: what lists and searches read never holds it whole.
alter table licence add column type varchar(20) not null default 'c0292';
