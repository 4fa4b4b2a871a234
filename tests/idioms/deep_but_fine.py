async def main():
    "use workflow"
    x = 299
    if x == 0:
        found = 0
    elif x == 1:
        found = 1
    elif x == 2:
        found = 2
    elif x == 3:
        found = 3
    elif x == 4:
        found = 4
    elif x == 5:
        found = 5
    elif x == 6:
        found = 6
    elif x == 7:
        found = 7
    elif x == 8:
        found = 8
    elif x == 9:
        found = 9
    elif x == 10:
        found = 10
    elif x == 11:
        found = 11
    elif x == 12:
        found = 12
    elif x == 13:
        found = 13
    elif x == 14:
        found = 14
    elif x == 15:
        found = 15
    elif x == 16:
        found = 16
    elif x == 17:
        found = 17
    elif x == 18:
        found = 18
    elif x == 19:
        found = 19
    elif x == 20:
        found = 20
    elif x == 21:
        found = 21
    elif x == 22:
        found = 22
    elif x == 23:
        found = 23
    elif x == 24:
        found = 24
    elif x == 25:
        found = 25
    elif x == 26:
        found = 26
    elif x == 27:
        found = 27
    elif x == 28:
        found = 28
    elif x == 29:
        found = 29
    elif x == 30:
        found = 30
    elif x == 31:
        found = 31
    elif x == 32:
        found = 32
    elif x == 33:
        found = 33
    elif x == 34:
        found = 34
    elif x == 35:
        found = 35
    elif x == 36:
        found = 36
    elif x == 37:
        found = 37
    elif x == 38:
        found = 38
    elif x == 39:
        found = 39
    elif x == 40:
        found = 40
    elif x == 41:
        found = 41
    elif x == 42:
        found = 42
    elif x == 43:
        found = 43
    elif x == 44:
        found = 44
    elif x == 45:
        found = 45
    elif x == 46:
        found = 46
    elif x == 47:
        found = 47
    elif x == 48:
        found = 48
    elif x == 49:
        found = 49
    elif x == 50:
        found = 50
    elif x == 51:
        found = 51
    elif x == 52:
        found = 52
    elif x == 53:
        found = 53
    elif x == 54:
        found = 54
    elif x == 55:
        found = 55
    elif x == 56:
        found = 56
    elif x == 57:
        found = 57
    elif x == 58:
        found = 58
    elif x == 59:
        found = 59
    elif x == 60:
        found = 60
    elif x == 61:
        found = 61
    elif x == 62:
        found = 62
    elif x == 63:
        found = 63
    elif x == 64:
        found = 64
    elif x == 65:
        found = 65
    elif x == 66:
        found = 66
    elif x == 67:
        found = 67
    elif x == 68:
        found = 68
    elif x == 69:
        found = 69
    elif x == 70:
        found = 70
    elif x == 71:
        found = 71
    elif x == 72:
        found = 72
    elif x == 73:
        found = 73
    elif x == 74:
        found = 74
    elif x == 75:
        found = 75
    elif x == 76:
        found = 76
    elif x == 77:
        found = 77
    elif x == 78:
        found = 78
    elif x == 79:
        found = 79
    elif x == 80:
        found = 80
    elif x == 81:
        found = 81
    elif x == 82:
        found = 82
    elif x == 83:
        found = 83
    elif x == 84:
        found = 84
    elif x == 85:
        found = 85
    elif x == 86:
        found = 86
    elif x == 87:
        found = 87
    elif x == 88:
        found = 88
    elif x == 89:
        found = 89
    elif x == 90:
        found = 90
    elif x == 91:
        found = 91
    elif x == 92:
        found = 92
    elif x == 93:
        found = 93
    elif x == 94:
        found = 94
    elif x == 95:
        found = 95
    elif x == 96:
        found = 96
    elif x == 97:
        found = 97
    elif x == 98:
        found = 98
    elif x == 99:
        found = 99
    elif x == 100:
        found = 100
    elif x == 101:
        found = 101
    elif x == 102:
        found = 102
    elif x == 103:
        found = 103
    elif x == 104:
        found = 104
    elif x == 105:
        found = 105
    elif x == 106:
        found = 106
    elif x == 107:
        found = 107
    elif x == 108:
        found = 108
    elif x == 109:
        found = 109
    elif x == 110:
        found = 110
    elif x == 111:
        found = 111
    elif x == 112:
        found = 112
    elif x == 113:
        found = 113
    elif x == 114:
        found = 114
    elif x == 115:
        found = 115
    elif x == 116:
        found = 116
    elif x == 117:
        found = 117
    elif x == 118:
        found = 118
    elif x == 119:
        found = 119
    elif x == 120:
        found = 120
    elif x == 121:
        found = 121
    elif x == 122:
        found = 122
    elif x == 123:
        found = 123
    elif x == 124:
        found = 124
    elif x == 125:
        found = 125
    elif x == 126:
        found = 126
    elif x == 127:
        found = 127
    elif x == 128:
        found = 128
    elif x == 129:
        found = 129
    elif x == 130:
        found = 130
    elif x == 131:
        found = 131
    elif x == 132:
        found = 132
    elif x == 133:
        found = 133
    elif x == 134:
        found = 134
    elif x == 135:
        found = 135
    elif x == 136:
        found = 136
    elif x == 137:
        found = 137
    elif x == 138:
        found = 138
    elif x == 139:
        found = 139
    elif x == 140:
        found = 140
    elif x == 141:
        found = 141
    elif x == 142:
        found = 142
    elif x == 143:
        found = 143
    elif x == 144:
        found = 144
    elif x == 145:
        found = 145
    elif x == 146:
        found = 146
    elif x == 147:
        found = 147
    elif x == 148:
        found = 148
    elif x == 149:
        found = 149
    elif x == 150:
        found = 150
    elif x == 151:
        found = 151
    elif x == 152:
        found = 152
    elif x == 153:
        found = 153
    elif x == 154:
        found = 154
    elif x == 155:
        found = 155
    elif x == 156:
        found = 156
    elif x == 157:
        found = 157
    elif x == 158:
        found = 158
    elif x == 159:
        found = 159
    elif x == 160:
        found = 160
    elif x == 161:
        found = 161
    elif x == 162:
        found = 162
    elif x == 163:
        found = 163
    elif x == 164:
        found = 164
    elif x == 165:
        found = 165
    elif x == 166:
        found = 166
    elif x == 167:
        found = 167
    elif x == 168:
        found = 168
    elif x == 169:
        found = 169
    elif x == 170:
        found = 170
    elif x == 171:
        found = 171
    elif x == 172:
        found = 172
    elif x == 173:
        found = 173
    elif x == 174:
        found = 174
    elif x == 175:
        found = 175
    elif x == 176:
        found = 176
    elif x == 177:
        found = 177
    elif x == 178:
        found = 178
    elif x == 179:
        found = 179
    elif x == 180:
        found = 180
    elif x == 181:
        found = 181
    elif x == 182:
        found = 182
    elif x == 183:
        found = 183
    elif x == 184:
        found = 184
    elif x == 185:
        found = 185
    elif x == 186:
        found = 186
    elif x == 187:
        found = 187
    elif x == 188:
        found = 188
    elif x == 189:
        found = 189
    elif x == 190:
        found = 190
    elif x == 191:
        found = 191
    elif x == 192:
        found = 192
    elif x == 193:
        found = 193
    elif x == 194:
        found = 194
    elif x == 195:
        found = 195
    elif x == 196:
        found = 196
    elif x == 197:
        found = 197
    elif x == 198:
        found = 198
    elif x == 199:
        found = 199
    elif x == 200:
        found = 200
    elif x == 201:
        found = 201
    elif x == 202:
        found = 202
    elif x == 203:
        found = 203
    elif x == 204:
        found = 204
    elif x == 205:
        found = 205
    elif x == 206:
        found = 206
    elif x == 207:
        found = 207
    elif x == 208:
        found = 208
    elif x == 209:
        found = 209
    elif x == 210:
        found = 210
    elif x == 211:
        found = 211
    elif x == 212:
        found = 212
    elif x == 213:
        found = 213
    elif x == 214:
        found = 214
    elif x == 215:
        found = 215
    elif x == 216:
        found = 216
    elif x == 217:
        found = 217
    elif x == 218:
        found = 218
    elif x == 219:
        found = 219
    elif x == 220:
        found = 220
    elif x == 221:
        found = 221
    elif x == 222:
        found = 222
    elif x == 223:
        found = 223
    elif x == 224:
        found = 224
    elif x == 225:
        found = 225
    elif x == 226:
        found = 226
    elif x == 227:
        found = 227
    elif x == 228:
        found = 228
    elif x == 229:
        found = 229
    elif x == 230:
        found = 230
    elif x == 231:
        found = 231
    elif x == 232:
        found = 232
    elif x == 233:
        found = 233
    elif x == 234:
        found = 234
    elif x == 235:
        found = 235
    elif x == 236:
        found = 236
    elif x == 237:
        found = 237
    elif x == 238:
        found = 238
    elif x == 239:
        found = 239
    elif x == 240:
        found = 240
    elif x == 241:
        found = 241
    elif x == 242:
        found = 242
    elif x == 243:
        found = 243
    elif x == 244:
        found = 244
    elif x == 245:
        found = 245
    elif x == 246:
        found = 246
    elif x == 247:
        found = 247
    elif x == 248:
        found = 248
    elif x == 249:
        found = 249
    elif x == 250:
        found = 250
    elif x == 251:
        found = 251
    elif x == 252:
        found = 252
    elif x == 253:
        found = 253
    elif x == 254:
        found = 254
    elif x == 255:
        found = 255
    elif x == 256:
        found = 256
    elif x == 257:
        found = 257
    elif x == 258:
        found = 258
    elif x == 259:
        found = 259
    elif x == 260:
        found = 260
    elif x == 261:
        found = 261
    elif x == 262:
        found = 262
    elif x == 263:
        found = 263
    elif x == 264:
        found = 264
    elif x == 265:
        found = 265
    elif x == 266:
        found = 266
    elif x == 267:
        found = 267
    elif x == 268:
        found = 268
    elif x == 269:
        found = 269
    elif x == 270:
        found = 270
    elif x == 271:
        found = 271
    elif x == 272:
        found = 272
    elif x == 273:
        found = 273
    elif x == 274:
        found = 274
    elif x == 275:
        found = 275
    elif x == 276:
        found = 276
    elif x == 277:
        found = 277
    elif x == 278:
        found = 278
    elif x == 279:
        found = 279
    elif x == 280:
        found = 280
    elif x == 281:
        found = 281
    elif x == 282:
        found = 282
    elif x == 283:
        found = 283
    elif x == 284:
        found = 284
    elif x == 285:
        found = 285
    elif x == 286:
        found = 286
    elif x == 287:
        found = 287
    elif x == 288:
        found = 288
    elif x == 289:
        found = 289
    elif x == 290:
        found = 290
    elif x == 291:
        found = 291
    elif x == 292:
        found = 292
    elif x == 293:
        found = 293
    elif x == 294:
        found = 294
    elif x == 295:
        found = 295
    elif x == 296:
        found = 296
    elif x == 297:
        found = 297
    elif x == 298:
        found = 298
    elif x == 299:
        found = 299
    return found, x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x
