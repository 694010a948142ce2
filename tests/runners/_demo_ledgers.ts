/**
 * What each runner's demo run is to tell of its prompts: tokens by source and
 * turn, and what each source cost over the run, agents inside included. Below a
 * turn's number is how its new tokens were found: measured, shared or estimated.
 */
export const DEMO_LEDGERS = {
  "plan_execute over chat_completions": `
plan_execute                   1      2      3      4      5      6      7      8      9     10   cost
                            esti   esti   esti   esti   esti   esti   esti   shar   esti   esti
iot/history                    .      .      .      .      .      .  23774  23774      .  23908  71456
instructions                 796     75     75     75     75     75     75     75     75     53   1449
iot/assets                     .      .      .    199    199    199    199    199    199    199   1393
iot/sensors                    .      .      .      .      .    234    234    234      .    214    916
assistant                      .      .      2      9      9     33    103    271      9    442    878
user                          12     24     39     58     61    102    125    139     61    170    791
iot/sites                      .      .     98     98     98     98     98     98     98     98    784
workorders/failure_modes       .      .      .      .      .    177    177    177      .    162    693
tools:iot                      .     54     94     90      .    170      .      .      .      .    408
tools:workorders               .      .      .      .     84      .      .    139    102      .    325
workorders/list                .      .      .      .      .      .      .      .      .    318    318
output_schema                217      .      .      .      .      .      .      .      .      .    217
workorders/create              .      .      .      .      .      .      .      .      .    195    195
`,
  "openai_agent over chat_completions": `
openai_agent                   1      2      3      4      5      6   cost
                            esti   meas   meas   shar   meas   meas
iot/history                    .      .      .      .  23747  23747  47494
tools:iot                    442    442    442    442    442    442   2652
tools:workorders             300    300    300    300    300    300   1800
iot/assets                     .      .    205    205    205    205    820
iot/sensors                    .      .      .    235    235    235    705
workorders/failure_modes       .      .      .    178    178    178    534
iot/sites                      .    103    103    103    103    103    515
instructions                  84     84     84     84     84     84    504
assistant                      .      2      9     49    119    315    494
workorders/list                .      .      .    139    139    139    417
iot/latest                     .      .      .    117    117    117    351
workorders/create              .      .      .      .      .    223    223
user                          11     11     11     11     11     11     66
`,
  "deep_agent over chat_completions": `
deep_agent                     1      2      3      4      5      6   cost
                            esti   meas   meas   shar   meas   meas
iot/history                    .      .      .      .      .      .  47480
tools:local                 1958   1958   1958   1958   1958   1958  20904
tools:iot                    440    440    440    440    440    440   5280
tools:workorders             300    300    300    300    300    300   3606
instructions                 172    172    172    172    172    172   1818
iot/sensors                    .      .      .    235    235    235   1665
workorders/failure_modes       .      .      .    178    178    178   1258
assistant                      .      2      9     49    354    550   1184
iot/assets                     .      .    205    205    205    205    820
user                          12     12     12     12     12     12    813
local/task                     .      .      .      .    304    304    608
iot/sites                      .    103    103    103    103    103    515
workorders/list                .      .      .    139    139    139    417
iot/latest                     .      .      .    117    117    117    351
workorders/create              .      .      .      .      .    223    223

data_analyst                   1      2      3   cost
                            esti   shar   meas
iot/history                    .      .  23747  23747
tools:local                 1525   1525   1525   4575
tools:iot                    440    440    440   1320
tools:workorders             301    301    301    903
iot/sensors                    .    240    240    480
instructions                 131    131    131    393
workorders/failure_modes       .    181    181    362
user                         119    119    119    357
assistant                      .     20     90    110

data_analyst                   1      2      3   cost
                            esti   shar   meas
iot/history                    .      .  23733  23733
tools:local                 1527   1527   1527   4581
tools:iot                    440    440    440   1320
tools:workorders             301    301    301    903
iot/sensors                    .    240    240    480
instructions                 131    131    131    393
user                         128    128    128    384
workorders/failure_modes       .    181    181    362
assistant                      .     20     90    110
`,
  "deep_agent over messages": `
deep_agent                     1      2      3      4      5      6   cost
                            esti   meas   meas   shar   meas   meas
iot/history                    .      .      .      .      .      .  47480
tools:local                 1985   1985   1985   1985   1985   1985  21189
tools:iot                    428    428    428    428    428    428   5148
tools:workorders             295    295    295    295    295    295   3546
instructions                 178    178    178    178    178    178   1881
iot/sensors                    .      .      .    231    231    231   1645
workorders/failure_modes       .      .      .    174    174    174   1238
assistant                      .      2      9     49    354    550   1184
user                          12     12     12     12     12     12    843
iot/assets                     .      .    205    205    205    205    820
local/task                     .      .      .      .    300    300    600
iot/sites                      .    103    103    103    103    103    515
workorders/list                .      .      .    137    137    137    411
iot/latest                     .      .      .    115    115    115    345
workorders/create              .      .      .      .      .    223    223

data_analyst                   1      2      3   cost
                            esti   shar   meas
iot/history                    .      .  23747  23747
tools:local                 1546   1546   1546   4638
tools:iot                    430    430    430   1290
tools:workorders             296    296    296    888
iot/sensors                    .    238    238    476
instructions                 135    135    135    405
user                         124    124    124    372
workorders/failure_modes       .    179    179    358
assistant                      .     20     90    110

data_analyst                   1      2      3   cost
                            esti   shar   meas
iot/history                    .      .  23733  23733
tools:local                 1547   1547   1547   4641
tools:iot                    430    430    430   1290
tools:workorders             296    296    296    888
iot/sensors                    .    238    238    476
instructions                 136    136    136    408
user                         133    133    133    399
workorders/failure_modes       .    179    179    358
assistant                      .     20     90    110
`,
  "claude_agent over messages": `
claude_agent                   1      2      3      4      5      6   cost
                            esti   meas   meas   shar   meas   meas
iot/history                    .      .      .      .      .      .  47480
tools:local                  986    986    986    986    986    986  11835
instructions                 526    526    526    526    526    526   8065
tools:iot                    452    452    452    452    452    452   5424
tools:workorders             310    310    310    310    310    310   3723
iot/sensors                    .      .      .    231    231    231   1621
assistant                      .      7     19     81    408    610   1399
local/Agent                    .      .      .      .    626    626   1252
workorders/failure_modes       .      .      .    174    174    174   1222
user                          12     12     12     12     12     12    852
iot/assets                     .      .    205    205    205    205    820
iot/sites                      .    103    103    103    103    103    515
workorders/list                .      .      .    137    137    137    411
iot/latest                     .      .      .    115    115    115    345
workorders/create              .      .      .      .      .    223    223

data_analyst                   1      2      3   cost
                            esti   shar   meas
iot/history                    .      .  23747  23747
tools:local                  986    986    986   2958
instructions                 748    854    854   2456
tools:iot                    452    452    452   1356
tools:workorders             310    310    310    930
iot/sensors                    .    232    232    464
user                         125    125    125    375
workorders/failure_modes       .    175    175    350
assistant                      .     31    106    137

data_analyst                   1      2      3   cost
                            esti   shar   meas
iot/history                    .      .  23733  23733
tools:local                  987    987    987   2961
instructions                 747    853    853   2453
tools:iot                    452    452    452   1356
tools:workorders             311    311    311    933
iot/sensors                    .    232    232    464
user                         135    135    135    405
workorders/failure_modes       .    175    175    350
assistant                      .     31    106    137
`,
} as const;
